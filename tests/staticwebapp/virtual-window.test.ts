import { scrollToShow, virtualWindow } from '../../staticwebapp/src/components/virtual-window.ts';

test('renders the rows in view and a few beyond, however many there are', () => {
  expect(virtualWindow(5_000, 60, 0, 600)).toEqual({ first: 0, end: 16 });
  expect(virtualWindow(5_000, 60, 6_000, 600)).toEqual({ first: 94, end: 116 });
});

test('a list that became shorter than where it was scrolled to shows its end', () => {
  expect(virtualWindow(20, 60, 90_000, 600)).toEqual({ first: 4, end: 20 });
  expect(virtualWindow(3, 60, 90_000, 600)).toEqual({ first: 0, end: 3 });
  expect(virtualWindow(0, 60, 0, 600)).toEqual({ first: 0, end: 0 });
});

test('scrolls just far enough to show a row, and not at all when it is in view', () => {
  expect(scrollToShow(0, 60, 300, 600)).toBe(0);
  expect(scrollToShow(20, 60, 0, 600)).toBe(660);
  expect(scrollToShow(3, 60, 100, 600)).toBe(100);
});
