import { DUTY_COMMANDS } from '../../children/duty-commands.js';
import { CHAPTERS } from '../../children/http/chapters/index.js';
import type { Chapter, CommandType, RecordingRoute } from '../../children/http/recording.js';
import { WHO_MAY_ORDER } from '../../children/who-may-order.js';

/** The form of a recording route, under a name of its own: `grant-leave`. */
export interface ChildForm {
  readonly name: string;
  readonly title: string;
  readonly route: RecordingRoute;
}

interface FormChapter {
  readonly title: string;
  readonly forms: readonly ChildForm[];
}

/** Every recording route has a form; both come from the one description. */
const FORM_CHAPTERS: readonly FormChapter[] = CHAPTERS.map(({ title, routes }: Chapter) => ({
  title: title.replace(/ \(policy, (.*)\)$/, ''),
  forms: routes.map((route) => ({ name: formName(route), title: route.summary.split(';')[0] ?? '', route })),
}));

const BY_NAME: ReadonlyMap<string, ChildForm> = new Map(
  FORM_CHAPTERS.flatMap(({ forms }) => forms).map((form) => [form.name, form]),
);

export function childForm(name: string): ChildForm | undefined {
  return BY_NAME.get(name);
}

/** What a role may record of a child, by chapter of the policy. */
export function formsFor(role: string): readonly FormChapter[] {
  return FORM_CHAPTERS.map(({ title, forms }) => ({
    title,
    forms: forms.filter(({ route }) => route.types.some((type) => mayOrder(role, type))),
  })).filter(({ forms }) => forms.length > 0);
}

export function mayOrder(role: string, type: CommandType): boolean {
  return (WHO_MAY_ORDER[type] as readonly string[]).includes(role);
}

function formName({ types }: RecordingRoute): string {
  return (types[0] ?? '').replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

/** The first form that does a duty of that kind and that the role may send. */
export function formOfDuty(kind: string, role: string): ChildForm | undefined {
  const type = DUTY_COMMANDS[kind]?.find((each) => mayOrder(role, each));
  return type === undefined ? undefined : [...BY_NAME.values()].find(({ route }) => route.types.includes(type));
}
