import type { CommandBus } from '@nestjs/cqrs';
import { ChangeAuthority } from '../authority/commands/change-authority.js';
import type { AuthorityCommand } from '../authority/domain/authority.js';
import { derivedUuid, uuidOf } from '../platform/crypto/derived-uuid.js';
import type { Caller } from '../platform/http/caller.js';
import { actorOf, type Person } from '../platform/identity/person.js';
import { ChangeSchool } from '../schools/commands/change-school.js';
import type { By } from './stories.js';
import { term } from './telling.js';

const DFE_CME = {
  document: 'dfe-children-missing-education',
  title: 'Children missing education: statutory guidance for local authorities and schools',
  kind: 'statutory',
  issuer: 'Department for Education',
  version: '2025-09',
  dated: '2025-09-08',
  link: 'https://www.gov.uk/government/publications/children-missing-education',
} as const;

/** What the authority decided before the term began. The practice document is named in the policy; nobody has supplied it. */
function decisions(packVersion: string): readonly AuthorityCommand[] {
  return [
    {
      type: 'DesignateCmeOfficer',
      designationId: uuidOf('demonstration designated officer'),
      staffId: 'staff-7b20',
      name: 'M. Okafor',
      title: 'Attendance and Exclusions Strategy Manager',
    },
    { type: 'AdoptPolicyVersion', pack: 'norfolk', version: packVersion },
    { type: 'PublishGuidance', ...DFE_CME },
    {
      type: 'NoteGuidanceNotSupplied',
      document: 'norfolk-cme-practice-and-procedures',
      title: 'Norfolk CME Practice and Procedures',
      kind: 'local-practice',
      namedIn: 'Riverside CME policy, section 14',
    },
  ];
}

/** Schools whose heads said that they follow the guidance, and when; the others still have to. */
const ACKNOWLEDGED: readonly { readonly urn: string; readonly at: string }[] = [
  { urn: '900001', at: '2026-09-03T09:10:00.000Z' },
  { urn: '900002', at: '2026-09-03T09:12:00.000Z' },
  { urn: '900003', at: '2026-09-15T14:40:00.000Z' },
];

export interface AuthorityTold {
  readonly commands: CommandBus;
  readonly personFor: (by: By, urn: string) => Person;
  /** The version of the authority's pack that the program holds. */
  readonly packVersion: string;
  readonly now: string;
}

/** The authority's own record, before its schools' term. Each command has an id of its own, so it may be told again. */
export async function tellAuthority({ commands, personFor, packVersion, now }: AuthorityTold): Promise<void> {
  const decided = `${term.first}T07:05:00.000Z`;
  if (now < decided) return;
  const manager = personFor('manager', '');
  for (const [index, order] of decisions(packVersion).entries()) {
    await commands.execute(new ChangeAuthority(callerOf(manager, `authority ${index}`, decided), order));
  }
  const { document, version } = DFE_CME;
  for (const { urn, at } of ACKNOWLEDGED) {
    if (now < at) continue;
    const caller = callerOf(personFor('head', urn), `guidance ${urn}`, at);
    await commands.execute(new ChangeSchool(urn, caller, { type: 'AcknowledgeGuidance', document, version }));
  }
}

function callerOf(person: Person, what: string, now: string): Caller {
  const commandId = derivedUuid(person.id, `demonstration ${what}`);
  return {
    person,
    context: { commandId, correlationId: commandId, causationId: commandId, actor: actorOf(person), now },
  };
}
