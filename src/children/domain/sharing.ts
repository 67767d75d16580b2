import type { LocalDate } from '../../schools/domain/local-date.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';

/** R20: to whom something was told, on which lawful basis, for what, and which fields; or why it was not told. */
export type SharingEvent =
  | Fact<
      'InformationShared',
      {
        readonly shareId: string;
        readonly occurredOn: LocalDate;
        readonly recipient: string;
        readonly basis: string;
        readonly purpose: string;
        readonly fields: readonly string[];
      }
    >
  | Fact<
      'InformationNotShared',
      { readonly shareId: string; readonly occurredOn: LocalDate; readonly recipient: string; readonly why: string }
    >;

export type SharingCommand =
  | Order<
      'ShareInformation',
      {
        readonly shareId: string;
        readonly recipient: string;
        readonly basis: string;
        readonly purpose: string;
        readonly fields: readonly string[];
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'DeclineToShare',
      { readonly shareId: string; readonly recipient: string; readonly why: string; readonly occurredOn?: LocalDate }
    >;

export const sharingFolds: Folds<SharingEvent> = {
  InformationShared: (child, { shareId }) => ({ ...child, shares: [...child.shares, shareId] }),
  InformationNotShared: (child, { shareId }) => ({ ...child, shares: [...child.shares, shareId] }),
};

export const sharingDecisions: Decisions<SharingCommand, SharingEvent> = {
  ShareInformation: (child, { type: _, occurredOn, ...share }, context) => {
    known(child, 'R20');
    if (child.shares.includes(share.shareId)) return [];
    const failed = [
      ...(share.basis.trim() === '' ? ['LAWFUL_BASIS'] : []),
      ...(share.recipient.trim() === '' ? ['RECIPIENT'] : []),
      ...(share.purpose.trim() === '' ? ['PURPOSE'] : []),
      ...(share.fields.length === 0 ? ['FIELDS'] : []),
    ];
    if (failed.length > 0) {
      refuse(
        'R20',
        'share-without-basis',
        'Sharing needs a lawful basis, a recipient, a purpose and the fields shared.',
        { kind: 'invalid', failed },
      );
    }
    return [{ type: 'InformationShared', data: { ...share, occurredOn: happenedOn(occurredOn, context, 'R20') } }];
  },
  DeclineToShare: (child, { type: _, occurredOn, ...declined }, context) => {
    known(child, 'R20');
    if (child.shares.includes(declined.shareId)) return [];
    if (declined.why.trim() === '')
      refuse('R20', 'no-reason', 'Say why the information is not shared.', { kind: 'invalid' });
    return [
      { type: 'InformationNotShared', data: { ...declined, occurredOn: happenedOn(occurredOn, context, 'R20') } },
    ];
  },
};
