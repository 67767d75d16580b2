import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Authority } from './authority.js';
import { aDate, type Decisions, type Fact, type Folds, type Order, refuse } from './facet.js';

/** Guidance with the force of law, which schools acknowledge (R35); the authority's own practice (R24, R58). */
export const GUIDANCE_KINDS = ['statutory', 'local-practice'] as const;
export type GuidanceKind = (typeof GUIDANCE_KINDS)[number];

export const WITHDRAWAL_REASONS = ['superseded', 'published-in-error', 'revoked'] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

/** One edition of a document. It is linked or kept elsewhere, never copied: here are its version, date and hash. */
export interface Edition {
  readonly version: string;
  /** The date that the document bears. */
  readonly dated: LocalDate;
  readonly link?: string;
  /** SHA-256 of the document's bytes, hex: what was published can be told from what is shown later. */
  readonly sha256?: string;
  readonly publishedOn: LocalDate;
  readonly withdrawnOn?: LocalDate;
}

export interface GuidanceDocument {
  /** Short name that stays: `dfe-children-missing-education`. */
  readonly document: string;
  readonly title: string;
  readonly kind: GuidanceKind;
  readonly issuer?: string;
  /** Where the policy refers to it, for a document that is named and not held. */
  readonly namedIn?: string;
  readonly editions: readonly Edition[];
}

interface Described {
  readonly document: string;
  readonly title: string;
  readonly kind: GuidanceKind;
}

export type GuidanceEvent =
  /** The policy names a document that nobody has supplied: it is stated, so that nobody takes it for read (R58). */
  | Fact<'GuidanceNotSupplied', Described & { readonly namedIn: string; readonly occurredOn: LocalDate }>
  | Fact<
      'GuidancePublished',
      Described & {
        readonly issuer?: string;
        readonly version: string;
        readonly dated: LocalDate;
        readonly link?: string;
        readonly sha256?: string;
        readonly occurredOn: LocalDate;
      }
    >
  | Fact<
      'GuidanceWithdrawn',
      {
        readonly document: string;
        readonly version: string;
        readonly why: WithdrawalReason;
        readonly occurredOn: LocalDate;
      }
    >;

export type GuidanceCommand =
  | Order<'NoteGuidanceNotSupplied', Described & { readonly namedIn: string }>
  | Order<'PublishGuidance', Omit<Extract<GuidanceEvent, { type: 'GuidancePublished' }>['data'], 'occurredOn'>>
  | Order<'WithdrawGuidance', { readonly document: string; readonly version: string; readonly why: WithdrawalReason }>;

/** A document by its name, which may be a word that every object answers to. */
function documentNamed({ documents }: Authority, name: string): GuidanceDocument | undefined {
  return Object.hasOwn(documents, name) ? documents[name] : undefined;
}

const put = (authority: Authority, held: GuidanceDocument): Authority => ({
  ...authority,
  documents: { ...authority.documents, [held.document]: held },
});

export const guidanceFolds: Folds<GuidanceEvent> = {
  GuidanceNotSupplied: (authority, { occurredOn: _, ...named }) =>
    put(authority, { editions: documentNamed(authority, named.document)?.editions ?? [], ...named }),
  GuidancePublished: (authority, { document, title, kind, issuer, occurredOn, ...edition }) => {
    const held = documentNamed(authority, document);
    const editions = [...(held?.editions ?? []), { ...edition, publishedOn: occurredOn }];
    return put(authority, { ...held, document, title, kind, ...(issuer === undefined ? {} : { issuer }), editions });
  },
  GuidanceWithdrawn: (authority, { document, version, occurredOn }) => {
    const held = documentNamed(authority, document);
    if (held === undefined) return authority;
    const editions = held.editions.map((each) =>
      each.version === version ? { ...each, withdrawnOn: occurredOn } : each,
    );
    return put(authority, { ...held, editions });
  },
};

/** The edition that counts: the last published and not withdrawn. Undefined: the document is named and not supplied. */
export function currentEdition({ editions }: GuidanceDocument): Edition | undefined {
  return editions.findLast(({ withdrawnOn }) => withdrawnOn === undefined);
}

export const guidanceDecisions: Decisions<GuidanceCommand, GuidanceEvent> = {
  NoteGuidanceNotSupplied: (authority, { type: _, ...named }, { today }) => {
    const document = named.document;
    const held = documentNamed(authority, document);
    if (held?.namedIn === named.namedIn) return [];
    if (held !== undefined && currentEdition(held) !== undefined) {
      refuse('R58', 'guidance-supplied', 'An edition of this document is published.');
    }
    return [{ type: 'GuidanceNotSupplied', data: { ...named, occurredOn: today } }];
  },
  PublishGuidance: (authority, { type: _, ...edition }, { today }) => {
    const rule = edition.kind === 'statutory' ? 'R24' : 'R58';
    if (aDate(edition.dated, rule, 'The date of the document') > today) {
      refuse(rule, 'guidance-not-out-yet', 'The document is dated later than today.', { kind: 'invalid' });
    }
    if (edition.link === undefined && edition.sha256 === undefined) {
      const detail = 'Give a link or the hash of the document: readers must be able to tell which text is meant.';
      refuse(rule, 'guidance-not-identified', detail, { kind: 'invalid' });
    }
    const held = documentNamed(authority, edition.document);
    const same = held?.editions.find(({ version }) => version === edition.version);
    if (same === undefined) return [{ type: 'GuidancePublished', data: { ...edition, occurredOn: today } }];
    const unchanged = same.link === edition.link && same.sha256 === edition.sha256 && same.dated === edition.dated;
    if (unchanged && same.withdrawnOn === undefined) return [];
    return refuse(rule, 'version-published', `Version ${edition.version} was published before: give a new version.`);
  },
  WithdrawGuidance: (authority, { document, version, why }, { today }) => {
    const edition = documentNamed(authority, document)?.editions.find((each) => each.version === version);
    if (edition === undefined) refuse('R24', 'no-such-guidance', 'No such edition has been published.');
    if (edition.withdrawnOn !== undefined) return [];
    return [{ type: 'GuidanceWithdrawn', data: { document, version, why, occurredOn: today } }];
  },
};
