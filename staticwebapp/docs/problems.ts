import './docs.css';
import { wayfleet } from '../../shared/client/client.ts';

const rows = document.getElementById('problems');
const failure = document.getElementById('failure');

const cell = (tag: 'td' | 'th', ...content: (string | Node)[]) => {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
};

const coded = (code: string) => {
  const made = document.createElement('code');
  made.textContent = code;
  return made;
};

/** `/problems/vehicles/retired` is what a problem document gives as its type. */
const wanted = /^\/problems\/(.+)$/.exec(location.pathname)?.[1];

try {
  const { items } = await wayfleet().get('problems');
  for (const { code, status, text } of items) {
    const row = document.createElement('tr');
    row.id = code;
    row.append(cell('th', coded(code)), cell('td', String(status)), cell('td', text));
    rows?.append(row);
  }
  const row = wanted && document.getElementById(wanted);
  if (row) {
    row.className = 'wanted';
    row.scrollIntoView({ block: 'center' });
  }
} catch {
  if (failure) failure.textContent = 'The list could not be fetched. Try again in a moment.';
}
