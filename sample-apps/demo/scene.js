import { Mesh, MeshBasicMaterial, PerspectiveCamera, Scene, TorusKnotGeometry } from "three";

export const scene = new Scene();
export const camera = new PerspectiveCamera(40, 76 / 60, 0.1, 100);

const knot = new Mesh(new TorusKnotGeometry(1, 0.36, 160, 24), new MeshBasicMaterial());

scene.add(knot);
camera.position.set(0, 0, 5);
camera.updateMatrixWorld();

export function turn(angle) {
	knot.rotation.set(angle / 2, angle, 0);
	scene.updateMatrixWorld();
}
