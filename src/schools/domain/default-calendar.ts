import type { SchoolCalendar, SchoolYear } from './calendar.js';

/**
 * The calendar of a school that has brought none: its authority's model, as version 0. With no model either, every day is
 * assumed from the usual pattern of a school year, and each count says so.
 */
export function defaultCalendar(urn: string, model: readonly SchoolYear[] = []): SchoolCalendar {
  return { urn, version: 0, basis: 'model', years: model };
}
