import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { canStillBeDone, duties } from './duties.js';
import type { Duty } from './duty.js';
import type { DayContext } from './facet.js';
import type { AuthorityRole, Owner } from './owners.js';

/** The authority's teams that see single records and work from a list of their own (R34, R41). */
export const TEAMS = ['ehcp-coordinator', 'exclusions-team'] as const satisfies readonly AuthorityRole[];
export type Team = (typeof TEAMS)[number];

/** What of a child waits for a team, the first that is due: a row of the caseload tells of one owner only. */
export interface TeamWork {
  readonly owner: Owner;
  readonly nextAction: string;
  readonly due: LocalDate;
}

/** A follow-up of a plan stays its team's when a co-ordinator has been named. */
function teamOf({ kind, owner }: Duty): Team | undefined {
  if (kind === 'ehcp-follow-up') return 'ehcp-coordinator';
  return TEAMS.find((team) => owner.startsWith(`${team}@`));
}

/** The first duty of each team that has one. */
export function teamWork(child: Child, context: DayContext): Readonly<Partial<Record<Team, TeamWork>>> {
  const found: Partial<Record<Team, TeamWork>> = {};
  for (const duty of duties(child, context)) {
    const team = teamOf(duty);
    if (team === undefined || found[team] !== undefined || !canStillBeDone(duty, context)) continue;
    const { owner, nextAction, due } = duty;
    found[team] = { owner, nextAction, due };
  }
  return found;
}
