import type { ChildCommand } from '../domain/child.js';
import { type Role, WHO_MAY_ORDER } from '../who-may-order.js';
import { CHAPTERS } from './chapters/index.js';

/** Where a command is given over REST, and by whom. */
export interface CommandAddress {
  readonly command: ChildCommand['type'];
  readonly chapter: string;
  readonly method: 'POST';
  /** As the OpenAPI document writes it: `/v1/children/{id}/absences`. */
  readonly path: string;
  readonly summary: string;
  readonly roles: readonly Role[];
}

/** Commands with an address of their own kind. */
const ELSEWHERE = [
  {
    command: 'RegisterChild',
    path: '/v1/children',
    chapter: 'Children',
    summary: 'Register a child on a roll, or on none',
  },
  {
    command: 'RecordMarks',
    path: '/v1/schools/{urn}/registers',
    chapter: 'Registers',
    summary: 'Record a file of session marks',
  },
] as const;

/** Commands that nobody gives, and why. */
export const GIVEN_BY_NOBODY: Readonly<Partial<Record<ChildCommand['type'], string>>> = {
  ReviewChild:
    'the clock gives it: a process reviews each child once a day, after a register and after a change of calendar',
  MeetLocalThreshold: 'the daily review finds it: the policy’s own definition is met by the passing of days',
  WriteLetter: 'the outbox gives it: a letter follows from a fact, once',
  ConcludeRiskReview: 'the restricted record gives it when the last concern behind the review is closed',
  QuestionHomeVisit:
    'the process that keeps families together gives it, when the visit was corrected for a brother or sister',
  RecordLetterSent: 'the outbox gives it when the mail server has taken the letter',
  RecordLetterNotDelivered: 'the outbox gives it when the mail server has refused the letter',
};

/** Every command that a person or a system may give, in the order of the policy's chapters. */
export function commandAddresses(): readonly CommandAddress[] {
  const elsewhere = ELSEWHERE.map((each) => ({ ...each, method: 'POST' as const, roles: WHO_MAY_ORDER[each.command] }));
  const ofChapters = CHAPTERS.flatMap(({ title, routes }) =>
    routes.flatMap(({ types, path, summary }) =>
      types.map((command) => ({
        command,
        chapter: title,
        method: 'POST' as const,
        path: `/v1/children/${path.replace(/:(\w+)/g, '{$1}')}`,
        summary,
        roles: WHO_MAY_ORDER[command],
      })),
    ),
  );
  return [...elsewhere, ...ofChapters];
}

/** The table of docs/api.md. */
export function addressTable(): string {
  const rows = commandAddresses().map(
    ({ command, path, roles }) => `| \`${command}\` | \`POST ${path}\` | ${roles.join(', ')} |`,
  );
  return ['| command | address | who may |', '|---|---|---|', ...rows, ''].join('\n');
}

const BEGINS = '<!-- table: npm run api-table -->\n';
const ENDS = '<!-- end of table -->';

/** The page with the table in its place. Throws when the page has no place for it. */
export function withTable(page: string, table: string): string {
  const from = page.indexOf(BEGINS);
  const to = page.indexOf(ENDS);
  if (from < 0 || to < from) throw new RangeError('the page has no place for the table');
  return `${page.slice(0, from + BEGINS.length)}\n${table}\n${page.slice(to)}`;
}
