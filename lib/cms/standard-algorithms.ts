import { mergeAlgorithms } from './algorithms.ts';
import { ozdstAlgorithms } from './ozdst-algorithms.ts';
import { webCryptoAlgorithms } from './web-crypto-algorithms.ts';

/** Everything that is checked unless a caller registers more. */
export const standardAlgorithms = mergeAlgorithms(webCryptoAlgorithms, ozdstAlgorithms);
