import { Raycaster, Vector2, Vector3, type Camera, type Scene } from "three";

const ray = new Raycaster();
const sun = new Vector3(-1, 1.2, 1).normalize();

/** How bright the point (x, y), each from -1 to 1, is: 0 to 1, or -1 where nothing is. */
export function cast(scene: Scene, camera: Camera, x: number, y: number): number {
	ray.setFromCamera(new Vector2(x, y), camera);
	const [hit] = ray.intersectObjects(scene.children);
	if (!hit?.face) return -1;
	const normal = hit.face.normal.clone().transformDirection(hit.object.matrixWorld);
	return Math.max(0, normal.dot(sun));
}
