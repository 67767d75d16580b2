import type { Requirement } from './requirements.js';

/** Test files by the requirement that a title in them names. */
export type TestsByRequirement = ReadonlyMap<string, readonly string[]>;

const HEAD = `# Requirements

Made by \`npm run requirements\` from \`src/evidence/requirements.ts\` and from the titles of the tests; a test fails when this page is not what they say.

| | rule | commands | events | where it is seen | tests |
|---|---|---|---|---|---|`;

/** The requirements that the titles of a test file's tests name: `R06`, `R01, R04`. */
export function requirementsNamedIn(source: string): readonly string[] {
  return [...new Set(titlesIn(source).flatMap((title) => title.match(/\bR\d\d\b/g) ?? []))].sort();
}

/** The titles of the tests in a test file's source. */
export function titlesIn(source: string): readonly string[] {
  const tests = source.matchAll(/\b(?:it|test|describe)(?:\.each\([\s\S]*?\))?\(\s*(['"`])([\s\S]*?)\1/g);
  return [...tests].map(([, , title]) => title ?? '');
}

/** The page as Markdown. */
export function requirementsPage(requirements: readonly Requirement[], tests: TestsByRequirement): string {
  const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(' ');
  const rows = requirements.map(({ id, rule, commands, events, view, open }) => {
    const files = (tests.get(id) ?? [])
      .map((file) => `[${file.split('/').at(-1)?.replace('.spec.ts', '')}](../${file})`)
      .join(', ');
    const seen = open === undefined ? view : `${view}${view === '' ? '' : '. '}**Open:** ${open}`;
    return `| ${id} | ${rule} | ${code(commands)} | ${code(events)} | ${seen} | ${files} |`;
  });
  const open = requirements.filter((each) => each.open !== undefined).map(({ id }) => id);
  return `${HEAD}\n${rows.join('\n')}\n\nOpen, in whole or in part: ${open.join(', ')}.\n`;
}
