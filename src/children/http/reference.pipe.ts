import { Injectable, type PipeTransform } from '@nestjs/common';
import { problem } from '../../platform/http/problem.js';

const REFERENCE = /^[\w./-]{1,120}$/;

/** A code, a date or a made-up id in an address; a slash within one is sent as %2F. What can be none names nothing: 404. */
@Injectable()
export class ReferencePipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!REFERENCE.test(value)) throw problem('not-found', 'There is no such thing on this record.');
    return value;
  }
}
