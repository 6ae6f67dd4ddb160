import { failuresIn } from './didox-card-failures.ts';

failuresIn('en');
