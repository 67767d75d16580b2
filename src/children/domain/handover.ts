import type { LocalDate } from '../../schools/domain/local-date.js';
import { openCase } from './case.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';

/** A case sent to another authority. It stays this authority's until the other one says that it has it (R59, A29). */
export interface Handover {
  readonly handoverId: string;
  readonly toAuthority: string;
  readonly sentOn: LocalDate;
  readonly acknowledgementDue: LocalDate;
  readonly state: 'sent' | 'acknowledged' | 'rejected';
}

export type HandoverEvent =
  | Fact<
      'CaseTransferredOut',
      {
        readonly handoverId: string;
        readonly occurredOn: LocalDate;
        readonly toAuthority: string;
        readonly acknowledgementDue: LocalDate;
        readonly sum: string;
        readonly notes?: string;
      }
    >
  | Fact<
      'CaseTransferAcknowledged',
      { readonly handoverId: string; readonly occurredOn: LocalDate; readonly reference?: string }
    >
  | Fact<'CaseTransferRejected', { readonly handoverId: string; readonly occurredOn: LocalDate; readonly why?: string }>
  | Fact<
      'CaseReceivedFromLA',
      {
        readonly handoverId: string;
        readonly occurredOn: LocalDate;
        readonly fromAuthority: string;
        readonly reference?: string;
      }
    >;

export type HandoverCommand =
  | Order<
      'TransferCase',
      {
        readonly handoverId: string;
        readonly toAuthority: string;
        readonly notes?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'AcknowledgeTransfer',
      { readonly handoverId: string; readonly reference?: string; readonly occurredOn?: LocalDate }
    >
  | Order<'RejectTransfer', { readonly handoverId: string; readonly why?: string; readonly occurredOn?: LocalDate }>
  | Order<
      'ReceiveCase',
      {
        readonly handoverId: string;
        readonly fromAuthority: string;
        readonly reference?: string;
        readonly occurredOn?: LocalDate;
      }
    >;

const answered =
  (state: Handover['state']) =>
  (child: Child, { handoverId }: { handoverId: string }): Child =>
    child.handover?.handoverId === handoverId ? { ...child, handover: { ...child.handover, state } } : child;

export const handoverFolds: Folds<HandoverEvent> = {
  CaseTransferredOut: (child, { handoverId, occurredOn, toAuthority, acknowledgementDue }) => ({
    ...child,
    handover: { handoverId, toAuthority, sentOn: occurredOn, acknowledgementDue, state: 'sent' },
  }),
  CaseTransferAcknowledged: answered('acknowledged'),
  CaseTransferRejected: answered('rejected'),
  CaseReceivedFromLA: (child, { handoverId }) => ({ ...child, received: [...child.received, handoverId] }),
};

function sent(child: Child, handoverId: string): Handover {
  const { handover } = child;
  return handover?.handoverId === handoverId
    ? handover
    : refuse('R59', 'no-such-handover', 'No handover with this id has been sent.');
}

export const handoverDecisions: Decisions<HandoverCommand, HandoverEvent> = {
  TransferCase: (child, { handoverId, toAuthority, notes, occurredOn }, context) => {
    if (child.handover?.handoverId === handoverId) return [];
    openCase(child);
    if (child.handover?.state === 'sent')
      refuse('R59', 'handover-pending', 'Another authority has been asked and has not answered.');
    if (!/^\d{3}$/.test(toAuthority) || toAuthority === context.policy.authorityCode) {
      refuse('R59', 'not-another-authority', 'Give the three-digit code of another authority.', { kind: 'invalid' });
    }
    const on = happenedOn(occurredOn, context, 'R59');
    const answer = deadline('handoverAcknowledgement', on, context);
    const data = {
      handoverId,
      toAuthority,
      occurredOn: on,
      acknowledgementDue: answer?.due ?? on,
      sum: answer?.sum ?? '',
      ...(notes ? { notes } : {}),
    };
    return [{ type: 'CaseTransferredOut', data }];
  },
  AcknowledgeTransfer: (child, { handoverId, reference, occurredOn }, context) => {
    if (sent(child, handoverId).state === 'acknowledged') return [];
    const data = {
      handoverId,
      occurredOn: happenedOn(occurredOn, context, 'R59'),
      ...(reference ? { reference } : {}),
    };
    return [{ type: 'CaseTransferAcknowledged', data }];
  },
  RejectTransfer: (child, { handoverId, why, occurredOn }, context) => {
    const { state } = sent(child, handoverId);
    if (state === 'rejected') return [];
    if (state === 'acknowledged')
      refuse('R59', 'handover-acknowledged', 'The other authority has taken the case over.');
    return [
      {
        type: 'CaseTransferRejected',
        data: { handoverId, occurredOn: happenedOn(occurredOn, context, 'R59'), ...(why ? { why } : {}) },
      },
    ];
  },
  ReceiveCase: (child, { type: _, occurredOn, ...received }, context) => {
    known(child, 'R59');
    if (child.received.includes(received.handoverId)) return [];
    return [{ type: 'CaseReceivedFromLA', data: { ...received, occurredOn: happenedOn(occurredOn, context, 'R59') } }];
  },
};
