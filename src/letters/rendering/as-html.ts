import type { FilledLetter, Passage } from './filled-letter.js';

/** A document of its own, for programs and for keeping: plain and in order, so that every reader can read it aloud. */
export function asHtml(letter: FilledLetter): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en-GB">',
    `<head><meta charset="utf-8"><title>${escaped(letter.title)}, ${escaped(letter.reference)}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>',
    '<body><main>',
    `<h1>${escaped(letter.title)}</h1>`,
    ...letter.passages.map(passageAsHtml),
    '</main></body>',
    '</html>',
    '',
  ].join('\n');
}

function passageAsHtml(passage: Passage): string {
  switch (passage.kind) {
    case 'heading':
      return `<h2>${escaped(passage.text)}</h2>`;
    case 'paragraph':
      return `<p>${escaped(passage.text)}</p>`;
    case 'rows':
      return `<dl>${passage.rows.map(({ term, text }) => `<dt>${escaped(term)}</dt><dd>${escaped(text)}</dd>`).join('')}</dl>`;
    case 'items':
      return `<ul>${passage.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
  }
}

const MEANT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => MEANT[mark] ?? mark);
}
