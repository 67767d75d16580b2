import type { LocalDate } from '../domain/local-date.js';

/** Who is absent from a school, by the ids of their records: the schools' room knows no more of children. */
export interface AbsentPupils {
  on(urn: string, date: LocalDate, today: LocalDate): Promise<readonly string[]>;
}
