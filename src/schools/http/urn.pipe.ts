import { Injectable, type PipeTransform } from '@nestjs/common';
import { problem } from '../../platform/http/problem.js';

/** A URN of an address. What is none names no school: 404. */
@Injectable()
export class UrnPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!/^\d{6}$/.test(value))
      throw problem('not-found', 'A school is named by its URN: six digits.', { what: 'school' });
    return value;
  }
}
