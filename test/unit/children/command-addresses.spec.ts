import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { childCommandTypes } from '../../../src/children/domain/child.js';
import { CHAPTERS } from '../../../src/children/http/chapters/index.js';
import {
  addressTable,
  commandAddresses,
  GIVEN_BY_NOBODY,
  withTable,
} from '../../../src/children/http/command-addresses.js';
import { ROLES, WHO_MAY_ORDER } from '../../../src/children/who-may-order.js';

const addresses = commandAddresses();

describe('the addresses of commands', () => {
  it('are one for each command that a person or a system may give; the rest say why they have none', () => {
    const given = addresses.map(({ command }) => command);
    expect(new Set(given).size).toBe(given.length);
    const reasons = Object.keys(GIVEN_BY_NOBODY);
    expect(given.filter((command) => reasons.includes(command))).toEqual([]);
    expect([...given, ...reasons].sort()).toEqual([...childCommandTypes].sort());
  });

  it('are told once each', () => {
    const paths = CHAPTERS.flatMap(({ routes }) => routes.map(({ path }) => path));
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('are somebody’s each, and those without an address nobody’s', () => {
    for (const { command, roles } of addresses)
      expect({ command, some: roles.length > 0 }).toEqual({ command, some: true });
    for (const command of Object.keys(GIVEN_BY_NOBODY)) {
      expect({ command, roles: WHO_MAY_ORDER[command as keyof typeof WHO_MAY_ORDER] }).toEqual({ command, roles: [] });
    }
    const recording = new Set(addresses.flatMap(({ roles }) => roles));
    expect(ROLES.filter((role) => !recording.has(role))).toEqual(['auditor', 'subscriber']);
  });

  it('are the table of docs/api.md, to the letter', () => {
    const page = readFileSync('docs/api.md', 'utf8');
    expect(page).toBe(withTable(page, addressTable()));
  });
});
