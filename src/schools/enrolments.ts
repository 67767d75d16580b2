/** Who is on a school's roll, by the ids of their records: the schools' room knows no more of children. */
export interface Enrolments {
  of(urn: string): Promise<readonly string[]>;
}

export const ENROLMENTS = Symbol('Enrolments');
