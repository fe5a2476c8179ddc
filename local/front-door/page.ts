const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark);

const STYLE = `
:root { color-scheme: light dark; --ink: #16202c; --soft: #5c6b7a; --line: #dfe5ec; --card: #fff; --page: #f3f6f9; --accent: #0b6bcb; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf3; --soft: #9aa8b7; --line: #2c3846; --card: #18212c; --page: #0f161e; --accent: #6db3f8; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 2rem 1rem; background: var(--page);
  color: var(--ink); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { width: min(34rem, 100%); background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: 2rem;
  box-shadow: 0 12px 40px rgb(0 0 0 / 8%); }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; letter-spacing: -.01em; }
h2 { margin: 1.75rem 0 .5rem; font-size: .8125rem; font-weight: 600; color: var(--soft); text-transform: uppercase; letter-spacing: .06em; }
p { margin: 0; color: var(--soft); }
ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
a { color: var(--accent); }
a.user { display: flex; align-items: center; gap: .875rem; padding: .625rem .75rem; border: 1px solid var(--line); border-radius: 12px;
  color: inherit; text-decoration: none; transition: border-color .15s, transform .15s; }
a.user:hover, a.user:focus-visible { border-color: var(--accent); outline: none; transform: translateX(2px); }
.mark { flex: none; display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%; color: #fff; font-weight: 600; font-size: .875rem; }
.who { flex: 1; min-width: 0; }
.who strong, .who span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.who span { color: var(--soft); font-size: .875rem; }
.role { flex: none; padding: .125rem .625rem; border: 1px solid var(--line); border-radius: 999px; font-size: .8125rem; color: var(--soft); }
`;

/** A whole page around `body`, which is HTML already. Loads nothing from anywhere. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

/** A page that says one thing and offers a way on. */
export const noticePage = (title: string, text: string, link: { href: string; label: string }): string =>
  page(
    title,
    `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a></p>`,
  );
