import type { SchoolYear } from '../../schools/domain/calendar.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { AttendanceCodeList } from './attendance-codes.js';
import type { DeletionGround } from './grounds.js';

/** Every rule with a date says what it counts (R61). Working days are Monday to Friday but for bank holidays. */
export type TimeUnit =
  | 'school-days'
  | 'working-days'
  | 'calendar-days'
  | 'weeks'
  | 'months'
  | 'years'
  | 'sessions'
  | 'hours';

/** A timescale: so many units from something, written in this paragraph. */
export interface Timescale {
  readonly amount: number;
  readonly unit: TimeUnit;
  /** What the counting starts from, in words: 'the first day of the absence'. */
  readonly from: string;
  /** The start is itself the first day counted ('day 1'). */
  readonly inclusive?: boolean;
  /** For a threshold in a rolling window: 10 sessions in 10 school weeks. */
  readonly window?: { readonly amount: number; readonly unit: 'school-weeks' };
  /** The time of day, in England, by which it must be done: '10:30'. */
  readonly by?: string;
  /** The requirement of the dossier: 'R12'. */
  readonly rule: string;
  readonly paragraph: string;
  /** Set by statute: a pack of an authority or a federation may not alter it. */
  readonly statutory?: boolean;
  /** Not written in the source: a working assumption that the owner of the pack should confirm. */
  readonly assumption?: string;
  readonly note?: string;
}

/** A choice that is no number: 'may a case close on notified home education'. */
export interface Setting {
  readonly value: boolean | string | number;
  readonly rule: string;
  readonly paragraph: string;
  /** Set by statute, as for a timescale. */
  readonly statutory?: boolean;
  readonly note?: string;
}

export interface CodeListEntry {
  readonly code: string;
  readonly label: string;
  /** Words of the source where they differ from the label: a slip that was put right. */
  readonly asWritten?: string;
  readonly note?: string;
  readonly validFrom?: LocalDate;
  readonly validTo?: LocalDate;
  /** Facts of the list: `{ "class": "special-category" }`. */
  readonly attributes?: Readonly<Record<string, string | boolean | number>>;
}

/** R62: events keep list, version and code, never the label. */
export interface CodeList {
  readonly version: string;
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate;
  readonly source: string;
  readonly rule: string;
  readonly entries: readonly CodeListEntry[];
}

export interface Form {
  /** What the authority calls it: 'CME3'. Without one it goes by its name in the pack. */
  readonly code?: string;
  readonly title: string;
  /** Of the form, and of the text that is filled in. */
  readonly version: string;
  /** The text that is filled in: the file `<template>.v<version>.txt` of src/letters/templates. */
  readonly template: string;
  /** Name of the mailbox it goes to. */
  readonly mailbox?: string;
  readonly rule: string;
  readonly paragraph: string;
}

export interface Mailbox {
  readonly address: string;
  readonly purpose: string;
  readonly rule: string;
  readonly paragraph: string;
}

/**
 * `practice`: what is usual where law and local policy are silent, each an assumption to confirm. It lies lowest, so that a
 * new authority's pack need hold only what it says differently.
 */
export type PolicyLayer = 'practice' | 'law' | 'authority' | 'federation';

/** One dated, versioned data file. */
export interface PolicyPack {
  readonly pack: string;
  readonly version: string;
  readonly layer: PolicyLayer;
  readonly title: string;
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate;
  /** The pack beneath: a federation's authority, an authority's country ('england', whose pack of law the date decides). */
  readonly under?: string;
  /** For a pack of law or practice: the country. */
  readonly country?: string;
  /** For a pack of an authority: its three-digit code. */
  readonly authorityCode?: string;
  readonly source: string;
  readonly notes: readonly string[];
  readonly timescales: Readonly<Record<string, Timescale>>;
  readonly settings: Readonly<Record<string, Setting>>;
  readonly mailboxes: Readonly<Record<string, Mailbox>>;
  readonly forms: Readonly<Record<string, Form>>;
  readonly codeLists: Readonly<Record<string, CodeList>>;
  readonly grounds?: readonly DeletionGround[];
  readonly attendanceCodes?: AttendanceCodeList;
  /** Term dates that the authority publishes as a model for its schools. */
  readonly modelCalendar?: readonly SchoolYear[];
}

/** The law of a day, the authority's and the federation's policy as one: what a decision is made under. */
export interface Policy extends Omit<PolicyPack, 'layer' | 'validFrom' | 'validTo'> {
  readonly on: LocalDate;
  /** Named in each decision's metadata: every layer with its version. */
  readonly reference: { readonly pack: string; readonly version: string };
  readonly layers: readonly { readonly pack: string; readonly version: string; readonly layer: PolicyLayer }[];
  readonly grounds: readonly DeletionGround[];
}
