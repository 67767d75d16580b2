import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage, IsString, MaxLength, validateSync } from 'class-validator';
import { FieldsPipe } from '../../../src/platform/http/fields.pipe.js';
import { rememberFields } from '../../../src/platform/http/remembered-fields.js';

class Named {
  @IsString()
  name!: string;
}

class Placed extends Named {
  @MaxLength(3)
  place!: string;
}

const storage = getMetadataStorage();
const rulesOf = (target: new () => object) => storage.getTargetValidationMetadatas(target, '', false, false);
const faultsOf = (value: object) => validateSync(value).map(({ property }) => property);

describe('the rules of a body', () => {
  it('are those that class-validator finds, inherited ones with them', () => {
    const before = rulesOf(Placed);
    rememberFields();
    expect(rulesOf(Placed)).toEqual(before);
    expect(rulesOf(Placed).map(({ propertyName }) => propertyName)).toEqual(['place', 'name']);
    expect(faultsOf(Object.assign(new Placed(), { place: 'Norwich', name: 7 }))).toEqual(['place', 'name']);
  });

  it('are looked for once, and again when a rule is added', () => {
    rememberFields();
    const before = rulesOf(Placed);
    expect(rulesOf(Placed)).toBe(before);
    MaxLength(2)(Placed.prototype, 'town');
    expect(rulesOf(Placed).map(({ propertyName }) => propertyName)).toEqual(['place', 'town', 'name']);
  });

  it('are not taken for those of a group', () => {
    rememberFields();
    class Grouped {
      @IsString({ groups: ['other'] })
      name!: string;
    }
    expect(rulesOf(Grouped)).toHaveLength(1);
    expect(storage.getTargetValidationMetadatas(Grouped, '', false, true)).toHaveLength(0);
    expect(storage.getTargetValidationMetadatas(Grouped, '', false, false, ['one'])).toHaveLength(0);
  });

  it('are remembered by the pipe that checks bodies', () => {
    new FieldsPipe();
    class Fresh {
      @IsString()
      name!: string;
    }
    expect(rulesOf(Fresh)).toBe(rulesOf(Fresh));
  });
});
