import { describe, expect, it } from '@jest/globals';
import { CHAPTERS } from '../../../src/children/http/chapters/index.js';
import type { Control } from '../../../src/pages/form-fields.js';
import { bodyOf, controlName } from '../../../src/pages/recording/body.js';
import { childForm, formOfDuty, formsFor } from '../../../src/pages/recording/child-forms.js';
import { controlsOf, type Offers } from '../../../src/pages/recording/controls.js';
import { inWords } from '../../../src/pages/recording/field-words.js';
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
    expect(outcome(3)).toMatchObject({ kind: 'choice', needed: 'Choose outcome' });
    expect(outcome(14)).toMatchObject({ kind: 'select' });
  });

  it('say in words what a field is called, and find the field that an answer points at', () => {
    expect(inWords('expectedReturn')).toBe('Expected return');
    expect(inWords('urn')).toBe('URN');
    expect(inWords('NO_ANSWER')).toBe('No answer');
    expect(controlName('#/address/postcode')).toBe('address.postcode');
  });

  describe('ask in words that a person at a desk understands', () => {
    const schools = [{ value: '900001', text: 'Hollowmere Primary School' }];
    const listed = (list: string) => [{ value: list, text: list }];
    const all = ROUTES.flatMap(({ body }) => controlsOf(body, { ...NOTHING, codes: listed, schools }));
    const of = (form: string, name: string, offers: Offers = { ...NOTHING, codes: listed, schools }) =>
      controlsOf(childForm(form)?.route.body ?? Object, offers).find((control) => control.name === name);

    it('and say what is missing as a sentence', () => {
      expect(of('add-to-roll', 'startDate')?.needed).toBe('Enter start date');
      expect(of('add-to-roll', 'urn')).toMatchObject({ label: 'School number (URN)', needed: 'Enter school' });
      expect(of('update-whereabouts', 'known')?.needed).toBe(
        'Choose yes or no: whether anyone knows where the family is',
      );
      expect(all.filter(({ needed }) => needed !== undefined && !/^(Enter|Choose) [a-zA-Z]/.test(needed))).toEqual([]);
    });

    it('and say no code, list or id that the choices beneath say in words', () => {
      const chosen = all.filter((control) => 'choices' in control);
      expect(
        chosen.map(({ hint = '' }) => hint).filter((hint) => /^[;,.]|list [a-z]+_|by its URN|N none/.test(hint)),
      ).toEqual([]);
      expect(of('change-details', 'sex')).toMatchObject({
        choices: [{ text: 'Female' }, { text: 'Male' }, { text: 'Not known' }],
      });
      expect(of('record-absence', 'session')).toMatchObject({ choices: [{ text: 'Morning' }, { text: 'Afternoon' }] });
      expect(of('choose-return-reason', 'code')?.hint).toBe('Chosen by a person, never worked out from the causes.');
      expect(of('close-case', 'outcome')?.hint).toBeUndefined();
      expect(of('close-case', 'override.reason')?.hint).toBeUndefined();
      expect(of('close-case', 'evidence.kind')).toMatchObject({ hint: 'What shows it.', kind: 'choice' });
    });

    it('and offer our schools by name, but leave room for a school elsewhere', () => {
      expect(of('record-absence', 'urn')).toMatchObject({ label: 'School', choices: schools });
      expect(of('change-details', 'mainSchool')).toMatchObject({ choices: schools });
      expect(of('name-destination', 'urn')).toMatchObject({ kind: 'text' });
      expect(of('re-engage', 'urn')).toMatchObject({ kind: 'text' });
    });

    it('and ask for the lists of a child last, each row by its own name', () => {
      const names = controlsOf(childForm('change-details')?.route.body ?? Object, NOTHING).map(({ name }) => name);
      expect(names.indexOf('familyName')).toBeLessThan(names.indexOf('parents.0.name'));
      expect(names.at(-1)).toBe('occurredOn');
      expect(of('change-details', 'parents.1.name')?.label).toBe('Parent 2: name');
    });
  });

  it('are named by the duties that they do', () => {
    expect(formOfDuty('contact-parent', 'school-staff')?.name).toBe('contact-parent');
    expect(formOfDuty('contact-parent', 'auditor')).toBeUndefined();
    expect(formOfDuty('a-duty-of-no-form', 'school-staff')).toBeUndefined();
  });
});
