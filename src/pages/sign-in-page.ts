import type { DemonstrationSignIn } from '../platform/identity/session.js';
import type { Render } from './templates.js';

export interface SignInState {
  /** Where to go afterwards: a path of this service. */
  readonly next: string;
  readonly problem?: string;
  /** The problem is with the token, not with the choice of a person. */
  readonly tokenWrong?: boolean;
}

/** A path of this service and of no other; `/caseload` for anything else. */
export function destination(next: unknown): string {
  const own = typeof next === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(next);
  return own && !next.startsWith('/sign-') ? next : '/caseload';
}

export function signInPage(render: Render, demonstration: DemonstrationSignIn | null, state: SignInState): string {
  return render('sign-in.njk', {
    title: 'Sign in',
    people: (demonstration?.people ?? []).map(({ id, name, title }) => ({
      value: id,
      text: name,
      hint: { text: title },
    })),
    ...state,
  });
}
