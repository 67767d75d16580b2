import { type CmeFacts, type CmeStatus, cmeStatus, type OtherEducation } from '../../policy/domain/cme-status.js';
import { localThreshold } from '../../policy/domain/local-threshold.js';
import { codeListEntry } from '../../policy/domain/policy-on.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import type { CaseEvent } from './case.js';
import { reopened } from './case-upkeep.js';
import type { Child } from './child.js';
import { type CircumstanceEvent, circumstanceDecisions } from './circumstances.js';
import { calendarOf } from './deadline.js';
import {
  type DecisionContext,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  known,
  lawOf,
  type Order,
  refuse,
} from './facet.js';
import { onRoll } from './roll.js';

/** R22: one status at a time, its history in the stream. */
export const EDUCATION = ['on-roll', 'alternative-provision', 'home-education', 'none', 'unknown'] as const;
export type EducationKind = (typeof EDUCATION)[number];
export type HomeEducation = 'notified' | 'suitable' | 'unsuitable';
export type ProvisionState = 'requested' | 'offered' | 'declined' | 'started';
type Answer = CmeStatus['isCme'];

export interface Education {
  readonly status: EducationKind;
  readonly homeEducation?: HomeEducation;
  readonly homeEducationSince?: LocalDate;
  readonly homeEducationAssessedOn?: LocalDate;
  /** Reg. 9(1)(f) wants the notice in writing. */
  readonly writtenNotice?: boolean;
  readonly provision?: { readonly provisionId: string; readonly state: ProvisionState; readonly on: LocalDate };
  /** Education Act 1996 s.436A, as last determined; no waiting period (T4). */
  readonly cme?: { readonly isCme: Answer; readonly on: LocalDate; readonly since?: LocalDate };
  /** The policy's own definition: so long out of education (R25). */
  readonly localThresholdMetOn?: LocalDate;
}

export type EducationEvent =
  | Fact<
      'EducationStatusChanged',
      { readonly occurredOn: LocalDate; readonly from: EducationKind; readonly to: EducationKind }
    >
  | Fact<
      'HomeEducationNotified',
      { readonly occurredOn: LocalDate; readonly written: boolean; readonly noticeHash?: string }
    >
  | Fact<
      'HomeEducationAssessed',
      { readonly occurredOn: LocalDate; readonly outcome: 'suitable' | 'unsuitable'; readonly notes?: string }
    >
  | Fact<
      'CmeStatusDetermined',
      {
        readonly occurredOn: LocalDate;
        readonly isCme: Answer;
        /** Each part of the test with its answer, why, and where it is written. */
        readonly tests: CmeStatus['tests'];
        readonly lawVersion: string;
      }
    >
  | Fact<
      'LocalCmeThresholdMet',
      {
        readonly occurredOn: LocalDate;
        readonly since: LocalDate;
        readonly schoolDays: string;
        readonly calendarDays: string;
        readonly calendarVersion: number;
      }
    >
  | Fact<'ProvisionRequested', ProvisionFact>
  | Fact<'ProvisionOffered', ProvisionFact>
  | Fact<'ProvisionDeclined', ProvisionFact>
  | Fact<'ProvisionStarted', ProvisionFact>;

interface ProvisionFact {
  readonly provisionId: string;
  readonly occurredOn: LocalDate;
  readonly provider?: string;
  readonly hoursPerWeek?: number;
}

export type EducationCommand =
  | Order<'SetEducationStatus', { readonly status: EducationKind; readonly occurredOn?: LocalDate }>
  | Order<
      'NotifyHomeEducation',
      { readonly written: boolean; readonly noticeHash?: string; readonly occurredOn?: LocalDate }
    >
  | Order<
      'AssessHomeEducation',
      { readonly outcome: 'suitable' | 'unsuitable'; readonly notes?: string; readonly occurredOn?: LocalDate }
    >
  | Order<
      'DetermineCmeStatus',
      {
        readonly residentInArea: CmeFacts['residentInArea'];
        /** Without it, as the education status says. */
        readonly otherEducation?: OtherEducation;
        readonly place?: CmeFacts['place'];
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<'MeetLocalThreshold', { readonly firstDayOut: LocalDate }>
  | Order<
      'RecordProvision',
      {
        readonly provisionId: string;
        readonly state: ProvisionState;
        readonly provider?: string;
        readonly hoursPerWeek?: number;
        readonly occurredOn?: LocalDate;
      }
    >;

/** A19: the reason of the DfE's list for a child whose home education was found unsuitable: no choice is left to make. */
const UNSUITABLE = 'UNSUITABLE_ELECTIVE_HOME_EDUCATION';

export const noEducation: Education = { status: 'unknown' };

const change = (child: Child, education: Partial<Education>): Child => ({
  ...child,
  education: { ...child.education, ...education },
});
const provision =
  (state: ProvisionState) =>
  (child: Child, { provisionId, occurredOn }: ProvisionFact) =>
    change(child, { provision: { provisionId, state, on: occurredOn } });

export const educationFolds: Folds<EducationEvent> = {
  EducationStatusChanged: (child, { to }) => change(child, { status: to }),
  HomeEducationNotified: (child, { occurredOn, written }) =>
    change(child, {
      status: 'home-education',
      homeEducation: 'notified',
      homeEducationSince: occurredOn,
      writtenNotice: written || child.education.writtenNotice === true,
    }),
  HomeEducationAssessed: (child, { outcome, occurredOn }) =>
    change(child, { homeEducation: outcome, homeEducationAssessedOn: occurredOn }),
  CmeStatusDetermined: (child, { isCme, occurredOn }) => {
    const since = isCme === 'yes' ? (child.education.cme?.since ?? occurredOn) : undefined;
    return change(child, { cme: { isCme, on: occurredOn, ...(since ? { since } : {}) } });
  },
  LocalCmeThresholdMet: (child, { occurredOn }) => change(child, { localThresholdMetOn: occurredOn }),
  ProvisionRequested: provision('requested'),
  ProvisionOffered: provision('offered'),
  ProvisionDeclined: provision('declined'),
  ProvisionStarted: provision('started'),
};

const PROVISION_EVENT = {
  requested: 'ProvisionRequested',
  offered: 'ProvisionOffered',
  declined: 'ProvisionDeclined',
  started: 'ProvisionStarted',
} as const;

/** What the child's status says of education otherwise than at school. */
function otherEducationOf({ status, homeEducation, provision }: Education): OtherEducation {
  if (homeEducation !== undefined && status === 'home-education') {
    return { kind: 'home', assessment: homeEducation === 'notified' ? 'not-assessed' : homeEducation };
  }
  if (status === 'alternative-provision') {
    return { kind: 'alternative-provision', assessment: provision?.state === 'started' ? 'suitable' : 'not-assessed' };
  }
  return { kind: status === 'unknown' ? 'unknown' : 'none' };
}

function reasonOfReturn(child: Child, context: DecisionContext): readonly CircumstanceEvent[] {
  if (codeListEntry(context.policy, 'dfe_cme_reason', UNSUITABLE) === undefined) return [];
  return circumstanceDecisions.ChooseReturnReason(child, { type: 'ChooseReturnReason', code: UNSUITABLE }, context);
}

export const educationDecisions: Decisions<EducationCommand, EducationEvent | CaseEvent | CircumstanceEvent> = {
  SetEducationStatus: (child, { status, occurredOn }, context) => {
    known(child, 'R22');
    const from = child.education.status;
    if (from === status) return [];
    return [
      {
        type: 'EducationStatusChanged',
        data: { from, to: status, occurredOn: happenedOn(occurredOn, context, 'R22') },
      },
    ];
  },
  NotifyHomeEducation: (child, { type: _, occurredOn, ...notice }, context) => {
    known(child, 'R22');
    const on = happenedOn(occurredOn, context, 'R22');
    if (child.education.homeEducation === 'notified' && (child.education.writtenNotice || !notice.written)) return [];
    return [{ type: 'HomeEducationNotified', data: { ...notice, occurredOn: on } }];
  },
  AssessHomeEducation: (child, { outcome, notes, occurredOn }, context) => {
    const { homeEducation } = child.education;
    if (homeEducation === undefined) refuse('R46', 'no-home-education', 'Home education has not been notified.');
    if (homeEducation === outcome) return [];
    const data = { outcome, occurredOn: happenedOn(occurredOn, context, 'R46'), ...(notes ? { notes } : {}) };
    const assessed: EducationEvent = { type: 'HomeEducationAssessed', data };
    if (outcome === 'suitable') return [assessed];
    return [assessed, ...reopened(child, 'home education is not suitable', context), ...reasonOfReturn(child, context)];
  },
  DetermineCmeStatus: (child, { residentInArea, otherEducation, place, occurredOn }, context) => {
    known(child, 'R21');
    const on = happenedOn(occurredOn, context, 'R21');
    const born = child.identity?.dateOfBirth;
    const facts: CmeFacts = {
      ...(isLocalDate(born) ? { dateOfBirth: born } : {}),
      residentInArea,
      onAnyRoll: onRoll(child).length === 0 ? 'no' : 'yes',
      otherEducation: otherEducation ?? otherEducationOf(child.education),
      ...(place === undefined ? {} : { place }),
    };
    const { isCme, tests } = cmeStatus(facts, context.policy, on);
    const held = child.education.cme;
    if (held?.isCme === isCme && held.on === on) return [];
    return [{ type: 'CmeStatusDetermined', data: { occurredOn: on, isCme, tests, lawVersion: lawOf(context) } }];
  },
  MeetLocalThreshold: (child, { firstDayOut }, context) => {
    known(child, 'R25');
    if (child.education.localThresholdMetOn !== undefined) return [];
    const { met, on, schoolDays, calendarDays } = localThreshold(
      firstDayOut,
      calendarOf(context),
      context.policy,
      context.today,
    );
    if (!met) refuse('R25', 'threshold-not-met', `The policy’s threshold will be met on ${on}.`);
    const { version } = calendarOf(context);
    const sums = { schoolDays: schoolDays.sum, calendarDays: calendarDays.sum, calendarVersion: version };
    return [{ type: 'LocalCmeThresholdMet', data: { occurredOn: on, since: firstDayOut, ...sums } }];
  },
  RecordProvision: (child, { type: _, state, occurredOn, ...provided }, context) => {
    known(child, 'R24');
    const held = child.education.provision;
    if (held?.provisionId === provided.provisionId && held.state === state) return [];
    return [
      { type: PROVISION_EVENT[state], data: { ...provided, occurredOn: happenedOn(occurredOn, context, 'R24') } },
    ];
  },
};
