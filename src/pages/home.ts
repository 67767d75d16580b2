export interface Home {
  readonly href: string;
  /** Its name after "Go to" and "Back to". */
  readonly text: string;
}

const CASELOAD: Home = { href: '/caseload', text: 'the caseload' };
const TEAM_WORK: Home = { href: '/team-work', text: 'what waits for your team' };

/** Operators see no records of children, and some teams see those only that wait for them: their work begins elsewhere. */
const HOMES: Readonly<Record<string, Home>> = {
  operator: { href: '/operations/views', text: 'operations' },
  'ehcp-coordinator': TEAM_WORK,
  'exclusions-team': TEAM_WORK,
};

/** The page that a role's work begins on. */
export function homeOf(role: string | undefined): Home {
  return HOMES[role ?? ''] ?? CASELOAD;
}
