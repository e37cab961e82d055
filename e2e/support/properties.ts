import fc from 'fast-check'
import { runSeed } from './seed.ts'

/** fast-check, drawing from this run's seed. Tests import it from here, so that none draws by itself. */
fc.configureGlobal({ seed: runSeed() })
export default fc
