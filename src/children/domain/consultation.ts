import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';
import { enrolmentOn } from './roll.js';

/**
 * The talk of school and authority about a possible pupil missing education (PPME), before any removal: who makes which
 * enquiries, and in the end whether the authority agrees to a deletion under a ground.
 */
export interface Consultation {
  readonly consultationId: string;
  readonly urn: string;
  readonly requestedOn: LocalDate;
  readonly agreed?: readonly string[];
  readonly outcome?: 'agreed' | 'not-agreed';
  readonly ground?: string;
}

type About = { readonly consultationId: string; readonly occurredOn: LocalDate };

export type ConsultationEvent =
  | Fact<'ConsultationRequested', About & { readonly urn: string; readonly channel: string; readonly notes?: string }>
  /** The codes of the enquiries that each side takes on. */
  | Fact<'JointEnquiriesAgreed', About & { readonly enquiries: readonly string[]; readonly notes?: string }>
  | Fact<'RollDeletionAgreedWithLA', About & { readonly ground: string }>
  | Fact<'RollDeletionNotAgreed', About & { readonly ground?: string; readonly why?: string }>;

export type ConsultationCommand =
  | Order<
      'RequestConsultation',
      {
        readonly consultationId: string;
        readonly urn: string;
        readonly channel?: string;
        readonly notes?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'AgreeJointEnquiries',
      {
        readonly consultationId: string;
        readonly enquiries: readonly string[];
        readonly notes?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'AnswerConsultation',
      {
        readonly consultationId: string;
        readonly agreed: boolean;
        readonly ground?: string;
        readonly why?: string;
        readonly occurredOn?: LocalDate;
      }
    >;

const change = (child: Child, consultationId: string, to: Partial<Consultation>): Child =>
  child.consultation?.consultationId === consultationId
    ? { ...child, consultation: { ...child.consultation, ...to } }
    : child;

export const consultationFolds: Folds<ConsultationEvent> = {
  ConsultationRequested: (child, { consultationId, urn, occurredOn }) => ({
    ...child,
    consultation: { consultationId, urn, requestedOn: occurredOn },
  }),
  JointEnquiriesAgreed: (child, { consultationId, enquiries }) => change(child, consultationId, { agreed: enquiries }),
  RollDeletionAgreedWithLA: (child, { consultationId, ground }) =>
    change(child, consultationId, { outcome: 'agreed', ground }),
  RollDeletionNotAgreed: (child, { consultationId }) => change(child, consultationId, { outcome: 'not-agreed' }),
};

function asked(child: Child, consultationId: string): Consultation {
  const { consultation } = child;
  return consultation?.consultationId === consultationId
    ? consultation
    : refuse('R13', 'no-such-consultation', 'No consultation with this id has been asked for.');
}

export const consultationDecisions: Decisions<ConsultationCommand, ConsultationEvent> = {
  RequestConsultation: (child, { type: _, channel = 'phone', occurredOn, ...request }, context) => {
    known(child, 'R13');
    const on = happenedOn(occurredOn, context, 'R13');
    if (child.consultation?.consultationId === request.consultationId) return [];
    if (
      child.consultation !== undefined &&
      child.consultation.outcome === undefined &&
      child.consultation.urn === request.urn
    ) {
      refuse('R13', 'consultation-pending', 'The authority has been consulted and has not answered.');
    }
    if (enrolmentOn(child, request.urn, on) === undefined) {
      refuse('R13', 'not-on-roll', 'The authority is consulted about a pupil on the roll, before any removal.');
    }
    return [{ type: 'ConsultationRequested', data: { ...request, channel, occurredOn: on } }];
  },
  AgreeJointEnquiries: (child, { type: _, occurredOn, ...agreement }, context) => {
    const held = asked(child, agreement.consultationId);
    if (held.agreed !== undefined && held.agreed.join() === agreement.enquiries.join()) return [];
    return [
      { type: 'JointEnquiriesAgreed', data: { ...agreement, occurredOn: happenedOn(occurredOn, context, 'R13') } },
    ];
  },
  AnswerConsultation: (child, { consultationId, agreed, ground, why, occurredOn }, context) => {
    const held = asked(child, consultationId);
    const outcome = agreed ? 'agreed' : 'not-agreed';
    if (held.outcome === outcome && (!agreed || held.ground === ground)) return [];
    if (held.outcome !== undefined)
      refuse('R13', 'consultation-answered', 'The authority has answered; consult again.');
    const about = { consultationId, occurredOn: happenedOn(occurredOn, context, 'R13') };
    if (!agreed) {
      return [
        { type: 'RollDeletionNotAgreed', data: { ...about, ...(ground ? { ground } : {}), ...(why ? { why } : {}) } },
      ];
    }
    if (ground === undefined)
      refuse('R13', 'no-ground', 'Say under which ground the authority agrees.', { kind: 'invalid' });
    return [{ type: 'RollDeletionAgreedWithLA', data: { ...about, ground } }];
  },
};
