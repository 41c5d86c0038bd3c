#!/usr/bin/env python3
"""How much higher rays of the exponential atmosphere stand than those of k = 4/3: the table in docs/method.md.

Traces rays on its own, without skyshed: dh/dtheta = r tan(el), d(el)/dtheta = 1 + r n'/n, fourth-order Runge-Kutta over
the central angle, n = 1 + 315e-6 exp(-h / 7350 m), an earth of 6371 km, an antenna at 30 m.
"""

from math import cos, exp, radians, sin, tan

EARTH_M = 6_371_000
ANTENNA_M = 30


def exponential(elevation_deg, distance_m, steps=400):
    def slope(h, el):
        refractivity = 315e-6 * exp(-h / 7350)
        return (EARTH_M + h) * tan(el), 1 - (EARTH_M + h) * refractivity / 7350 / (1 + refractivity)

    h, el, step = ANTENNA_M, radians(elevation_deg), distance_m / EARTH_M / steps
    for _ in range(steps):
        a = slope(h, el)
        b = slope(h + step / 2 * a[0], el + step / 2 * a[1])
        c = slope(h + step / 2 * b[0], el + step / 2 * b[1])
        d = slope(h + step * c[0], el + step * c[1])
        h += step / 6 * (a[0] + 2 * b[0] + 2 * c[0] + d[0])
        el += step / 6 * (a[1] + 2 * b[1] + 2 * c[1] + d[1])
    return h


def four_thirds(elevation_deg, distance_m):
    a = EARTH_M * 4 / 3
    theta = distance_m / a
    above = a * (1 - cos(theta)) + a * sin(theta) * tan(radians(elevation_deg))
    return (ANTENNA_M + above) / (1 - above / a)


distances_km = (100, 250, 400, 600)
print("elevation " + "".join(f"{km:>8} km" for km in distances_km))
for elevation_deg in (0, 1, 3):
    rises = (exponential(elevation_deg, km * 1e3) - four_thirds(elevation_deg, km * 1e3) for km in distances_km)
    print(f"{elevation_deg} degrees " + "".join(f"{rise:>+9.0f} m" for rise in rises))
