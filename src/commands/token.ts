import { parseArgs } from 'node:util';
import { personFor, ROLES, rememberedOrigin, startEmbeddedIdentity } from '../embedded/identity/index.js';
import { systemClock } from '../platform/clock/clock.js';
import { loadConfig } from '../platform/config/config.js';

const USAGE = `Usage: npm run --silent token -- --role <role> [--school <urn>]
  Prints a bearer token of the local issuer, good for twelve hours.
  Roles: ${ROLES.join(', ')}.
  school-staff need --school; head-teacher and safeguarding-lead without --school are the federation's.

  curl -H "Authorization: Bearer $(npm run --silent token -- --role cme-assistant)" http://127.0.0.1:3000/v1/caseload`;

class WrongUse extends Error {}

function asked(): { readonly role: string; readonly school?: string } {
  try {
    const { values } = parseArgs({ options: { role: { type: 'string' }, school: { type: 'string' } } });
    if (values.role === undefined) throw new WrongUse('Say whose token: --role <role>.');
    return { role: values.role, ...(values.school === undefined ? {} : { school: values.school }) };
  } catch (error) {
    throw error instanceof WrongUse ? error : new WrongUse(error instanceof Error ? error.message : '');
  }
}

async function main(): Promise<void> {
  const { role, school } = asked();
  const person = personFor(role, school);
  const config = loadConfig();
  if (config.identity.issuer !== undefined) {
    throw new WrongUse('OIDC_ISSUER is set: tokens come from that issuer, not from here.');
  }
  const { directory } = config.identity;
  // The server writes down where it was reached last; before its first start the configured port says where it will be.
  const configured = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port || 3000}`;
  const origin = process.env.PORT ? configured : ((await rememberedOrigin(directory)) ?? configured);
  const identity = await startEmbeddedIdentity({ directory, origin, clock: systemClock });
  process.stdout.write(`${await identity.tokenFor(person)}\n`);
}

main().catch((error: unknown) => {
  if (error instanceof WrongUse || error instanceof RangeError) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
  console.error(error);
  process.exit(1);
});
