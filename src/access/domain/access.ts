import { Refusal, type RefusalReason } from '../../policy/domain/refusal.js';

/** Why somebody looks at a child's record. Words of a list and no free text: a purpose stands in plain sight in the log. */
export const PURPOSES = [
  'attendance',
  'case-work',
  'safeguarding',
  'supervision',
  'audit',
  'complaint',
  'subject-access',
] as const;
export type StatedPurpose = (typeof PURPOSES)[number];
/** Under emergency access the purpose is that, whatever is stated. */
export type Purpose = StatedPurpose | 'emergency';

export const REVIEW_OUTCOMES = ['justified', 'not-justified'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** Minutes for which an emergency access lasts. */
export const EMERGENCY_MINUTES = 60;
/** Characters: a reason is a sentence. */
const SHORTEST_REASON = 15;

interface Fact<T extends string, D extends object> {
  readonly type: T;
  readonly data: Readonly<D>;
}

/** Who looked is the actor of the event. Instants, ISO 8601 with Z. */
export type AccessEvent =
  | Fact<
      'RecordViewed',
      {
        readonly at: string;
        readonly purpose: Purpose;
        /** Parts of the record: `record`, `history`, `safeguarding`. */
        readonly what: readonly string[];
        /** The emergency access that it was read under. */
        readonly accessId?: string;
      }
    >
  /** A page of a list: what it was narrowed to stands here, whom it showed does not. */
  | Fact<
      'ListViewed',
      {
        readonly at: string;
        readonly purpose: Purpose;
        readonly list: string;
        readonly filters: Readonly<Record<string, string>>;
      }
    >
  | Fact<
      'EmergencyAccessUsed',
      {
        readonly accessId: string;
        readonly by: string;
        readonly at: string;
        readonly until: string;
        readonly reason: string;
      }
    >
  | Fact<
      'EmergencyAccessReviewed',
      {
        readonly accessId: string;
        readonly by: string;
        readonly at: string;
        readonly outcome: ReviewOutcome;
        readonly note?: string;
      }
    >;

export type AccessCommand =
  | { readonly type: 'UseEmergencyAccess'; readonly accessId: string; readonly by: string; readonly reason: string }
  | {
      readonly type: 'ReviewEmergencyAccess';
      readonly accessId: string;
      readonly by: string;
      readonly outcome: ReviewOutcome;
      readonly note?: string;
    };

export const accessCommandTypes: readonly AccessCommand['type'][] = ['UseEmergencyAccess', 'ReviewEmergencyAccess'];

export interface Emergency {
  readonly accessId: string;
  readonly by: string;
  readonly until: string;
  readonly outcome?: ReviewOutcome;
}

/** All that has to be remembered of who looked: the emergencies. */
export interface Access {
  readonly emergencies: readonly Emergency[];
}

export const initialAccess: Access = { emergencies: [] };

/** The state after one more fact. Total: an unknown fact leaves it as it was. */
export function evolve(state: Access, event: AccessEvent): Access {
  switch (event.type) {
    case 'EmergencyAccessUsed': {
      const { accessId, by, until } = event.data;
      return { emergencies: [...state.emergencies, { accessId, by, until }] };
    }
    case 'EmergencyAccessReviewed': {
      const { accessId, outcome } = event.data;
      const review = (each: Emergency) => (each.accessId === accessId ? { ...each, outcome } : each);
      return { emergencies: state.emergencies.map(review) };
    }
    default:
      return state;
  }
}

/** The emergency access of somebody that is running at an instant. */
export function runningEmergency({ emergencies }: Access, by: string, now: string): Emergency | undefined {
  return emergencies.find((each) => each.by === by && now < each.until);
}

/**
 * The facts that follow from a command; none for a repeat.
 * @throws Refusal naming the rule and its paragraph.
 */
export function decide(state: Access, command: AccessCommand, now: string): readonly AccessEvent[] {
  return command.type === 'UseEmergencyAccess' ? use(state, command, now) : review(state, command, now);
}

type CommandOf<T extends AccessCommand['type']> = Extract<AccessCommand, { readonly type: T }>;

function use(state: Access, command: CommandOf<'UseEmergencyAccess'>, now: string): readonly AccessEvent[] {
  const { type: _, reason, ...access } = command;
  if (runningEmergency(state, access.by, now) !== undefined) return [];
  if (reason.trim().length < SHORTEST_REASON) {
    refuse('no-reason', 'Say why the record cannot wait for somebody who may read it.', { kind: 'invalid' });
  }
  const until = new Date(Date.parse(now) + EMERGENCY_MINUTES * 60_000).toISOString();
  return [{ type: 'EmergencyAccessUsed', data: { ...access, reason, at: now, until } }];
}

function review(state: Access, command: CommandOf<'ReviewEmergencyAccess'>, now: string): readonly AccessEvent[] {
  const { type: _, ...outcome } = command;
  const held = state.emergencies.find(({ accessId }) => accessId === command.accessId);
  if (held === undefined) refuse('no-such-emergency-access', 'No emergency access has this id.');
  if (held.outcome === command.outcome) return [];
  if (held.by === command.by) refuse('own-emergency-access', 'Nobody reviews an emergency access of their own.');
  return [{ type: 'EmergencyAccessReviewed', data: { ...outcome, at: now } }];
}

function refuse(name: string, detail: string, more: Partial<Pick<RefusalReason, 'kind'>> = {}): never {
  throw new Refusal({
    name,
    rule: 'R65',
    paragraph: 'DOMAIN R65 and 6.5: reads are recorded, and emergency access has a reason and a review',
    detail,
    kind: 'conflict',
    ...more,
  });
}
