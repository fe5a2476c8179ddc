import type { Notification } from './inbox.ts';

/** A title in three parts, so that a page can make the name of the vehicle stand out, and what it means for the reader. */
interface Words {
  readonly before: string;
  readonly name: string;
  readonly after: string;
  readonly means?: string;
}

const WORDS: Readonly<Partial<Record<string, Required<Omit<Words, 'name'>>>>> = {
  'vehicle-taken-over': { before: 'You drive ', after: ' now', means: 'It was handed over to you.' },
  'vehicle-handed-over': { before: '', after: ' was handed over', means: 'You do not drive it any more.' },
  'called-off': { before: 'The hand-over of ', after: ' was called off', means: 'All is as it was.' },
};

/** What is about no vehicle, or newer than this page, is told in the words of the server. */
export const wordsOf = ({ what, text, vehicleName: name }: Notification): Words => {
  const words = Object.hasOwn(WORDS, what) ? WORDS[what] : undefined;
  return words && name !== undefined ? { ...words, name } : { before: text, name: '', after: '' };
};

/** @example titleOf(told) // 'You drive Van 12 now' */
export const titleOf = (told: Notification): string => {
  const { before, name, after } = wordsOf(told);
  return `${before}${name}${after}`;
};

/** @example countLabel(2) // '2 unread' */
export const countLabel = (unread: number): string => (unread ? `${unread} unread` : 'nothing new');

/** A badge has room for one figure. */
export const badgeOf = (unread: number): string => (unread > 9 ? '9+' : String(unread));
