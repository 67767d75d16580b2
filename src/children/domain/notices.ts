import { codeListEntry } from '../../policy/domain/policy-on.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import {
  amend,
  type DayContext,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  known,
  type Order,
  refuse,
} from './facet.js';
import type { SenProvision } from './identity.js';
import { atAuthority, type Owner } from './owners.js';

/** CME1: a school tells the authority that a name was deleted. With a plan or a statement it goes on to the SEN centre, once. */
export interface Notice {
  readonly noticeId: string;
  readonly urn: string;
  readonly receivedOn: LocalDate;
  readonly ground?: string;
  readonly sen: SenProvision;
  readonly sharedOn?: LocalDate;
  readonly followUp?: { readonly owner: Owner; readonly due: LocalDate; readonly completedOn?: LocalDate };
}

type About = { readonly noticeId: string; readonly occurredOn: LocalDate };

export type NoticeEvent =
  | Fact<
      'OffRollNoticeReceived',
      About & {
        readonly form: string;
        readonly formVersion: string;
        readonly urn: string;
        readonly ground?: string;
        readonly sen: SenProvision;
      }
    >
  /** `mailbox` names the address of the policy; the mail itself leaves through the outbox, once for this fact. */
  | Fact<'SharedWithSenCentre', About & { readonly mailbox: string }>
  | Fact<'EhcpFollowUpAssigned', About & { readonly owner: Owner; readonly due: LocalDate; readonly sum: string }>
  | Fact<'EhcpFollowUpCompleted', About & { readonly notes?: string }>;

export type NoticeCommand =
  | Order<
      'ReceiveOffRollNotice',
      {
        readonly noticeId: string;
        readonly urn: string;
        readonly ground?: string;
        readonly sen?: SenProvision;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<'AssignEhcpFollowUp', { readonly noticeId: string; readonly owner: Owner; readonly occurredOn?: LocalDate }>
  | Order<
      'CompleteEhcpFollowUp',
      { readonly noticeId: string; readonly notes?: string; readonly occurredOn?: LocalDate }
    >;

const change = (child: Child, noticeId: string, to: (held: Notice) => Notice): Child => ({
  ...child,
  notices: amend(child.notices, (each) => each.noticeId === noticeId, to),
});

export const noticeFolds: Folds<NoticeEvent> = {
  OffRollNoticeReceived: (child, { noticeId, urn, occurredOn, ground, sen }) => ({
    ...child,
    notices: [...child.notices, { noticeId, urn, receivedOn: occurredOn, ...(ground ? { ground } : {}), sen }],
  }),
  SharedWithSenCentre: (child, { noticeId, occurredOn }) =>
    change(child, noticeId, (held) => ({ ...held, sharedOn: occurredOn })),
  EhcpFollowUpAssigned: (child, { noticeId, owner, due }) =>
    change(child, noticeId, (held) => ({ ...held, followUp: { owner, due } })),
  EhcpFollowUpCompleted: (child, { noticeId, occurredOn }) =>
    change(child, noticeId, (held) =>
      held.followUp === undefined ? held : { ...held, followUp: { ...held.followUp, completedOn: occurredOn } },
    ),
};

/** A notice and what follows from it; nothing when it has come before (A17). */
export function noticeFacts(
  child: Child,
  notice: {
    readonly noticeId: string;
    readonly urn: string;
    readonly ground?: string;
    readonly sen?: SenProvision;
    readonly on: LocalDate;
  },
  context: DayContext,
): readonly NoticeEvent[] {
  const { noticeId, urn, on } = notice;
  if (child.notices.some((held) => held.noticeId === noticeId || (held.urn === urn && held.receivedOn === on)))
    return [];
  const sen = notice.sen ?? child.identity?.sen ?? 'N';
  const about = { noticeId, occurredOn: on };
  const formVersion = context.policy.forms.CME1?.version ?? '';
  const ground = notice.ground === undefined ? {} : { ground: notice.ground };
  const received: NoticeEvent = {
    type: 'OffRollNoticeReceived',
    data: { ...about, form: 'CME1', formVersion, urn, ...ground, sen },
  };
  if (codeListEntry(context.policy, 'sen_provision', sen)?.attributes?.shareWithSen !== true) return [received];
  const followUp = deadline('ehcpFollowUp', on, context);
  const owner = atAuthority('ehcp-coordinator', context);
  return [
    received,
    { type: 'SharedWithSenCentre', data: { ...about, mailbox: 'sen' } },
    { type: 'EhcpFollowUpAssigned', data: { ...about, owner, due: followUp?.due ?? on, sum: followUp?.sum ?? '' } },
  ];
}

function received(child: Child, noticeId: string): Notice {
  return (
    child.notices.find((each) => each.noticeId === noticeId) ??
    refuse('R41', 'no-such-notice', 'No notice with this id has come.')
  );
}

export const noticeDecisions: Decisions<NoticeCommand, NoticeEvent> = {
  ReceiveOffRollNotice: (child, { type: _, occurredOn, ...notice }, context) => {
    known(child, 'R40');
    return noticeFacts(child, { ...notice, on: happenedOn(occurredOn, context, 'R40') }, context);
  },
  AssignEhcpFollowUp: (child, { noticeId, owner, occurredOn }, context) => {
    const { followUp, sharedOn } = received(child, noticeId);
    if (followUp?.owner === owner) return [];
    if (owner.trim() === '') refuse('R41', 'no-owner', 'Say who follows up.', { kind: 'invalid' });
    if (sharedOn === undefined)
      refuse('R41', 'not-shared', 'The child has no plan: the notice was not shared with the SEN centre.');
    const on = happenedOn(occurredOn, context, 'R41');
    const due = deadline('ehcpFollowUp', sharedOn, context);
    return [
      {
        type: 'EhcpFollowUpAssigned',
        data: { noticeId, owner, due: followUp?.due ?? due?.due ?? on, sum: due?.sum ?? '', occurredOn: on },
      },
    ];
  },
  CompleteEhcpFollowUp: (child, { noticeId, notes, occurredOn }, context) => {
    const { followUp } = received(child, noticeId);
    if (followUp === undefined) refuse('R41', 'no-follow-up', 'No follow-up is assigned for this notice.');
    if (followUp.completedOn !== undefined) return [];
    const data = { noticeId, occurredOn: happenedOn(occurredOn, context, 'R41'), ...(notes ? { notes } : {}) };
    return [{ type: 'EhcpFollowUpCompleted', data }];
  },
};
