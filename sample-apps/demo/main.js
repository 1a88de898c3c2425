// Draw a knot of three.js in the terminal, without a graphics card.
import { scene, camera, turn } from "./scene.js";
import { Screen } from "./screen";
import { cast } from "./light";
import text from "./words.json";

const screen = new Screen(76, 30);

turn(Number(process.argv[2] ?? 0.6));
screen.fill((x, y) => cast(scene, camera, x, y));
console.log(screen.toString());
console.log(text.made.replace("%", process.version));
