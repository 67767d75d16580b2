/** The schools of the demonstration county. URNs and establishment numbers are of a range that no school in England has. */
export interface DemonstrationSchool {
  readonly urn: string;
  /** The four-digit establishment number used in the pupils' UPNs. */
  readonly establishment: string;
  readonly name: string;
  readonly federation?: string;
  readonly town: string;
  readonly postcodeArea: string;
  readonly phase: 'primary' | 'secondary';
  readonly pupils: number;
}

export const authorityCode = '926';

export const demonstrationSchools: readonly DemonstrationSchool[] = [
  {
    urn: '900001',
    establishment: '9901',
    name: 'Hollowmere Primary School',
    federation: 'Riverside Federation',
    town: 'Hollowmere',
    postcodeArea: 'NR29',
    phase: 'primary',
    pupils: 54,
  },
  {
    urn: '900002',
    establishment: '9902',
    name: 'Tidewell Primary School',
    federation: 'Riverside Federation',
    town: 'Tidewell',
    postcodeArea: 'NR30',
    phase: 'primary',
    pupils: 46,
  },
  {
    urn: '900003',
    establishment: '9903',
    name: 'Carrow Lane Primary School',
    town: 'Norwich',
    postcodeArea: 'NR1',
    phase: 'primary',
    pupils: 62,
  },
  {
    urn: '900004',
    establishment: '9904',
    name: 'Brecksford Primary School',
    town: 'Brecksford',
    postcodeArea: 'IP24',
    phase: 'primary',
    pupils: 42,
  },
  {
    urn: '900005',
    establishment: '9905',
    name: 'Wherryman Academy',
    town: 'Great Yarmouth',
    postcodeArea: 'NR31',
    phase: 'secondary',
    pupils: 58,
  },
  {
    urn: '900006',
    establishment: '9906',
    name: 'Fenmarsh High School',
    town: 'King’s Lynn',
    postcodeArea: 'PE30',
    phase: 'secondary',
    pupils: 42,
  },
];
