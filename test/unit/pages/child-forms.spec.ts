import { describe, expect, it } from '@jest/globals';
import { CHAPTERS } from '../../../src/children/http/chapters/index.js';
import type { Control } from '../../../src/pages/form-fields.js';
import { bodyOf, controlName } from '../../../src/pages/recording/body.js';
import { childForm, formOfDuty, formsFor } from '../../../src/pages/recording/child-forms.js';
import { controlsOf, inWords, type Offers } from '../../../src/pages/recording/controls.js';
import { exampleOf, fieldsOf } from '../../../src/platform/http/fields.js';
import { FieldsPipe } from '../../../src/platform/http/fields.pipe.js';

const ROUTES = CHAPTERS.flatMap(({ routes }) => routes);
const NOTHING: Offers = { codes: () => undefined, things: () => undefined };

/** What a person would write into the controls to say what a body says. */
function filledIn(body: object, prefix = ''): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(body)) {
    const control = `${prefix}${name}`;
    if (Array.isArray(value) && typeof value[0] === 'object') {
      for (const [row, each] of value.entries()) Object.assign(values, filledIn(each, `${control}.${row}.`));
    } else if (Array.isArray(value)) values[control] = value.map(String);
    else if (typeof value !== 'object') values[control] = String(value);
    else if (name === 'statements' || name === 'reasons') {
      values[control] = Object.entries(value as object).map(([key, text]) => `${key}: ${text}`);
    } else Object.assign(values, filledIn(value as object, `${control}.`));
  }
  return values;
}

describe('the forms of a child’s record', () => {
  it.each(ROUTES.map((route) => [route.types.join(', '), route] as const))(
    'give the body of %s that REST takes, and its controls show all of it',
    async (_, { body }) => {
      const needed = fieldsOf(body).filter(({ words }) => words.reference && !words.optional);
      const example = {
        ...exampleOf(body),
        ...Object.fromEntries(needed.map((each) => [each.name, each.words.example])),
      };
      const values = filledIn(example);
      const made = bodyOf(body, values);
      expect(made).toEqual(example);
      const names = controlsOf(body, NOTHING).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(Object.keys(values)));
      await expect(new FieldsPipe().transform(made, { type: 'body', metatype: body })).resolves.toEqual(example);
    },
  );

  it('have names that tell them apart', () => {
    const names = formsFor('strategy-manager').flatMap(({ forms }) => forms.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    expect(childForm('open-case')?.route.types).toEqual(['OpenCase']);
  });

  it('are offered to who may send them', () => {
    const names = (role: string) => formsFor(role).flatMap(({ forms }) => forms.map(({ name }) => name));
    expect(names('head-teacher')).toContain('grant-leave');
    expect(names('school-staff')).not.toContain('grant-leave');
    expect(names('cme-assistant')).toContain('open-case');
    expect(names('auditor')).toEqual([]);
    expect(names('nobody')).toEqual([]);
  });

  it('leave out what was not written, and parts of which nothing was', () => {
    const body = childForm('close-case')?.route.body ?? Object;
    expect(
      bodyOf(body, { outcome: 'EHE_SUITABLE', occurredOn: '', 'evidence.kind': '', 'evidence.summary': '' }),
    ).toEqual({
      outcome: 'EHE_SUITABLE',
    });
    expect(bodyOf(body, { 'evidence.hoursPerWeek': 'many' })).toEqual({ evidence: { hoursPerWeek: 'many' } });
  });

  it('offer the code lists of the policy, as buttons when they are few and as a list to open when they are many', () => {
    const codes = (count: number): Offers => ({
      ...NOTHING,
      codes: (list) =>
        list === 'closure'
          ? Array.from({ length: count }, (_, n) => ({ value: `C${n}`, text: `Outcome ${n}` }))
          : undefined,
    });
    const outcome = (count: number): Control | undefined =>
      controlsOf(childForm('close-case')?.route.body ?? Object, codes(count)).find(({ name }) => name === 'outcome');
    expect(outcome(3)).toMatchObject({ kind: 'choice', needed: 'Choose: outcome' });
    expect(outcome(14)).toMatchObject({ kind: 'select' });
  });

  it('say in words what a field is called, and find the field that an answer points at', () => {
    expect(inWords('expectedReturn')).toBe('Expected return');
    expect(inWords('urn')).toBe('URN');
    expect(inWords('NO_ANSWER')).toBe('No answer');
    expect(controlName('#/address/postcode')).toBe('address.postcode');
  });

  it('are named by the duties that they do', () => {
    expect(formOfDuty('contact-parent', 'school-staff')?.name).toBe('contact-parent');
    expect(formOfDuty('contact-parent', 'auditor')).toBeUndefined();
    expect(formOfDuty('a-duty-of-no-form', 'school-staff')).toBeUndefined();
  });
});
