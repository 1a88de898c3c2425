const shades = ".:-=+*#%@";

export class Screen {
	private rows: string[] = [];

	constructor(private readonly width: number, private readonly height: number) {}

	fill(brightness: (x: number, y: number) => number): void {
		for (let row = 0; row < this.height; row++) {
			const y = 1 - (2 * row + 1) / this.height;
			let line = "";
			for (let column = 0; column < this.width; column++)
				line += this.shade(brightness((2 * column + 1) / this.width - 1, y));
			this.rows.push(line.trimEnd());
		}
	}

	private shade(brightness: number): string {
		if (brightness < 0) return " ";
		return shades[Math.min(shades.length - 1, Math.floor(brightness * shades.length))];
	}

	toString(): string {
		return this.rows.join("\n");
	}
}
