/** Whom the local issuer can speak for. Invented people of an invented federation; never for real records. */
export interface DemonstrationPerson {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly title: string;
  readonly organisation: string;
  readonly schools: readonly string[];
}

/** The authority of the demonstration: Norfolk's code. */
export const AUTHORITY = '926';

export interface DemonstrationSchool {
  readonly urn: string;
  readonly name: string;
}

/** The two small schools of the demonstration's federation, under URNs that no real school has. */
export const FEDERATION: readonly DemonstrationSchool[] = [
  { urn: '900001', name: 'Hollowmere Primary School' },
  { urn: '900002', name: 'Tidewell Primary School' },
];

const URN = /^\d{6}$/;

const AUTHORITY_STAFF: readonly DemonstrationPerson[] = [
  person('staff-4c1d', 'J. Patel', 'cme-assistant', 'Children Missing Education Assistant'),
  person('staff-7b20', 'M. Okafor', 'strategy-manager', 'Attendance and Exclusions Strategy Manager'),
  person('staff-2d6e', 'T. Brandvold', 'attendance-team', 'Operational Attendance Team'),
  person('staff-a38c', 'L. Ferreira', 'ehcp-coordinator', 'EHCP Co-ordinator, SEN Centre of Excellence'),
  person('staff-c5f1', 'D. Achterberg', 'exclusions-team', 'Exclusions team'),
  person('staff-90bb', 'S. Adeyemi', 'safeguarding-officer', 'Safeguarding Officer of the authority'),
  person('staff-e95a', 'R. Lindqvist', 'auditor', 'Auditor (reads only)'),
  person('staff-1f07', 'P. Haverkamp', 'operator', 'Operator of the program (no personal data)'),
  person('service-31f8', 'Following service', 'subscriber', 'Another service (no personal data)'),
];

function person(id: string, name: string, role: string, title: string): DemonstrationPerson {
  return { id, name, role, title, organisation: AUTHORITY, schools: [] };
}

function schoolStaff(urn: string): DemonstrationPerson {
  const school = FEDERATION.find((one) => one.urn === urn)?.name ?? `school ${urn}`;
  const title = `Attendance staff, ${school}`;
  return { id: `staff-s${urn}`, name: 'K. Marsh', role: 'school-staff', title, organisation: urn, schools: [urn] };
}

function safeguardingLead(urns: readonly string[]): DemonstrationPerson {
  const [first = ''] = urns;
  const all = urns.length > 1;
  const title = `Designated Safeguarding Lead, ${all ? 'Riverside Federation' : `school ${first}`}`;
  const id = all ? 'staff-d-federation' : `staff-d${first}`;
  return { id, name: 'N. Osei', role: 'safeguarding-lead', title, organisation: first, schools: urns };
}

function headTeacher(urns: readonly string[]): DemonstrationPerson {
  const [first = ''] = urns;
  const all = urns.length > 1;
  const title = all ? 'Executive Head Teacher, Riverside Federation' : `Head teacher, school ${first}`;
  const id = all ? 'staff-h-federation' : `staff-h${first}`;
  return { id, name: 'A. Whitfield', role: 'head-teacher', title, organisation: first, schools: urns };
}

/** Everyone that the sign-in page offers. */
export const DEMONSTRATION_PEOPLE: readonly DemonstrationPerson[] = [
  ...AUTHORITY_STAFF.filter((one) => one.role !== 'subscriber'),
  headTeacher(FEDERATION.map((school) => school.urn)),
  safeguardingLead(FEDERATION.map((school) => school.urn)),
  ...FEDERATION.map((school) => schoolStaff(school.urn)),
];

/** The roles that `npm run token` knows. */
export const ROLES = [
  'cme-assistant',
  'school-staff',
  'head-teacher',
  'safeguarding-lead',
  'strategy-manager',
  'attendance-team',
  'ehcp-coordinator',
  'exclusions-team',
  'safeguarding-officer',
  'auditor',
  'operator',
  'subscriber',
];

/**
 * The demonstration person of a role; of a school where one is given. Throws a RangeError with a sentence for the person
 * who asked: unknown role, school missing, or not a six-digit URN.
 */
export function personFor(role: string, school?: string): DemonstrationPerson {
  if (school !== undefined && !URN.test(school)) throw new RangeError('A school is named by its URN: six digits.');
  if (role === 'school-staff') {
    if (school === undefined) throw new RangeError('school-staff work at one school: add --school <urn>.');
    return schoolStaff(school);
  }
  if (role === 'head-teacher' || role === 'safeguarding-lead') {
    const schools = school === undefined ? FEDERATION.map((one) => one.urn) : [school];
    return role === 'head-teacher' ? headTeacher(schools) : safeguardingLead(schools);
  }
  const found = AUTHORITY_STAFF.find((one) => one.role === role);
  if (!found) throw new RangeError(`There is no role "${role}".`);
  if (school !== undefined) throw new RangeError(`${role} works for the authority: leave --school out.`);
  return found;
}
