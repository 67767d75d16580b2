import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AttendanceCodes } from './domain/attendance-codes.js';
import { faultsOfPacks } from './domain/pack-faults.js';
import { attendanceCodesOf, policyOn } from './domain/policy-on.js';
import type { Policy, PolicyPack } from './domain/policy-pack.js';

/** Where the packs lie that come with the program. */
export const PACKS = join(import.meta.dirname, 'packs');

const SCHEMA = join(import.meta.dirname, 'pack.schema.json');

/** A pack that cannot be used: nothing starts with a policy that is half understood. */
export class PolicyPackInvalid extends Error {
  override readonly name = 'PolicyPackInvalid';

  constructor(readonly faults: readonly string[]) {
    super(`policy packs are faulty:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** The packs that are held, and the policy of any of them on any day. */
export class PolicyBook {
  readonly codes: AttendanceCodes;
  private readonly policies = new Map<string, Policy>();

  constructor(readonly packs: readonly PolicyPack[]) {
    this.codes = attendanceCodesOf(packs);
  }

  /**
   * The same object for the same name and date, so that what is computed from a policy can be kept beside it.
   * @throws PolicyUnknown when no pack of that name, or no law, is in force on the date.
   */
  policyOn(name: string, date: string): Policy {
    const key = `${name} ${date}`;
    const kept = this.policies.get(key);
    if (kept !== undefined) return kept;
    const policy = policyOn(this.packs, name, date);
    if (this.policies.size >= MOST_KEPT) this.policies.clear();
    this.policies.set(key, policy);
    return policy;
  }
}

const MOST_KEPT = 2_000;

/**
 * Reads every pack of the directories, later ones beside earlier ones, checks each against the schema and all against one
 * another. An authority adds its own directory; no code changes.
 * @throws PolicyPackInvalid with every fault of every file.
 */
export function loadPolicyPacks(directories: readonly string[] = [PACKS]): PolicyBook {
  const validate = new Ajv2020({ allErrors: true, strictTypes: true, allowUnionTypes: true }).compile<PolicyPack>(
    JSON.parse(readFileSync(SCHEMA, 'utf8')),
  );
  const packs: PolicyPack[] = [];
  const faults: string[] = [];
  for (const file of directories.flatMap(packFiles)) {
    const content = parse(readFileSync(file, 'utf8'));
    if (validate(content)) packs.push(content);
    else {
      const errors = validate.errors ?? [];
      faults.push(...errors.map((error) => `${file}: ${error.instancePath || '/'} ${error.message ?? 'is invalid'}`));
    }
  }
  faults.push(...faultsOfPacks(packs));
  if (faults.length > 0) throw new PolicyPackInvalid(faults);
  return new PolicyBook(packs);
}

function packFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(directory, name));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return String(error);
  }
}
