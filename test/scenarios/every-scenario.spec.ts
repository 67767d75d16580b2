import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { scenariosNamedIn } from '../support/scenario-titles.js';

const ids = Array.from({ length: 30 }, (_, index) => `A${String(index + 1).padStart(2, '0')}`);

describe('the acceptance scenarios', () => {
  it('each have a test that names them in its title', () => {
    const named = new Set(
      globSync('test/**/*.spec.ts').flatMap((file) => scenariosNamedIn(readFileSync(file, 'utf8'))),
    );
    expect(ids.filter((id) => !named.has(id))).toEqual([]);
  });

  it('each are told here, as far as the domain decides them', () => {
    const named = new Set(
      globSync('test/scenarios/*.spec.ts').flatMap((file) => scenariosNamedIn(readFileSync(file, 'utf8'))),
    );
    expect(ids.filter((id) => !named.has(id))).toEqual([]);
  });
});
