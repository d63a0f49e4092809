// Every fault that shows only in a browser, in every dialect that has it.
import { testScenes } from '../unit/stand-in/test-scenes.ts';

testScenes();
