import { uuidOf } from '../platform/crypto/derived-uuid.js';
import type { DemonstrationChild } from './county.js';
import { authorityCode } from './schools.js';
import { term } from './telling.js';

/** What the school's office tells of a child when it comes on record, on the first day of the term. */
export function registrationOf(child: DemonstrationChild) {
  return {
    givenName: child.given,
    familyName: child.surname,
    dateOfBirth: child.dateOfBirth,
    sex: child.sex,
    upn: child.upn,
    yearGroup: child.yearGroup,
    sen: child.senProvision,
    address: { ...child.address, authority: authorityCode },
    parents: child.parents.map(({ name, relationship, phone }) => ({
      parentId: uuidOf(`demonstration\n${child.family}\n${relationship}`),
      name,
      relationship,
      livesWith: true,
      phones: [phone],
    })),
    occurredOn: term.first,
    school: { urn: child.school.urn, startDate: term.first },
  };
}
