import type { CommandBus } from '@nestjs/cqrs';
import { derivedUuid } from '../platform/crypto/derived-uuid.js';
import { actorOf, type Person } from '../platform/identity/person.js';
import { ChangeSchool } from '../schools/commands/change-school.js';
import type { SchoolYear } from '../schools/domain/calendar.js';
import type { SchoolCommand } from '../schools/domain/school.js';
import { authorityCode, demonstrationSchools } from './schools.js';
import { term } from './telling.js';

/** Before the first school day, so that every fact of the term finds its school. */
const now = `${term.first}T07:00:00.000Z`;

/**
 * The county's schools come on record: the federation under its own policy, the others under the authority's, each with
 * the authority's model of the year as its own calendar.
 */
export async function registerSchools(
  commands: CommandBus,
  manager: Person,
  yearsOf: (urn: string) => readonly SchoolYear[],
): Promise<void> {
  for (const { urn, name, phase, establishment, federation } of demonstrationSchools) {
    const send = (what: string, order: SchoolCommand) => {
      const commandId = derivedUuid(manager.id, `demonstration school ${urn}${what}`);
      const context = { commandId, correlationId: commandId, causationId: commandId, actor: actorOf(manager), now };
      return commands.execute(new ChangeSchool(urn, { person: manager, context }, order));
    };
    const years = yearsOf(urn);
    const policyPack = federation === undefined ? 'norfolk' : 'riverside';
    const belongs = federation === undefined ? {} : { federation };
    await send('', {
      type: 'RegisterSchool',
      urn,
      name,
      phase,
      establishment,
      authority: authorityCode,
      policyPack,
      ...belongs,
    });
    await send(' calendar', { type: 'AdoptCalendar', years, source: 'model of the authority' });
  }
}
