"""Draws surfaces with OpenGL into a picture, away from the window's own painting.

A pane of OpenGL inside the window would send the whole window through OpenGL, the slices too; so the
surface is drawn into a buffer of its own and painted like any other picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QMatrix4x4, QOffscreenSurface, QOpenGLContext, QVector3D
from PySide6.QtOpenGL import (
    QOpenGLBuffer,
    QOpenGLFramebufferObject,
    QOpenGLFramebufferObjectFormat,
    QOpenGLShader,
    QOpenGLShaderProgram,
)

from cxstage_core.reading.surface import Surface3D

VERTEX = """
attribute highp vec3 place;
attribute highp vec3 facing;
uniform highp mat4 project;
uniform highp mat4 turn;
varying highp vec3 normal;
void main() {
    normal = (turn * vec4(facing, 0.0)).xyz;
    gl_Position = project * turn * vec4(place, 1.0);
}
"""
FRAGMENT = """
uniform highp vec4 colour;
varying highp vec3 normal;
void main() {
    highp vec3 n = normalize(normal);
    highp float light = max(dot(n, normalize(vec3(0.3, 0.5, 0.8))), 0.0);
    highp float rim = 0.25 * max(-n.z, 0.0);
    gl_FragColor = vec4(colour.rgb * (0.28 + 0.72 * light + rim) + 0.12 * pow(light, 24.0), colour.a);
}
"""
GL_FLOAT, GL_TRIANGLES, GL_DEPTH_TEST = 0x1406, 0x0004, 0x0B71
GL_COLOUR_BIT, GL_DEPTH_BIT, GL_BLEND, GL_CULL_FACE = 0x4000, 0x0100, 0x0BE2, 0x0B44
GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA = 0x0302, 0x0303
STRIDE = 24
SAMPLES = 4


@dataclass(slots=True)
class SurfaceBuffers:
    """A surface as it lies in the buffer."""

    buffer: QOpenGLBuffer
    count: int
    colour: tuple[float, float, float, float]


class SurfaceRenderer:
    """Keeps a context, a shader and the surfaces; `ready` is False without OpenGL."""

    def __init__(self) -> None:
        self._context = QOpenGLContext()
        self._place = QOffscreenSurface()
        self._pieces: list[SurfaceBuffers] = []
        self._target: QOpenGLFramebufferObject | None = None
        self._program: QOpenGLShaderProgram | None = None
        self.ready = self._begin()

    def show(self, surfaces: list[tuple[Surface3D, tuple[float, float, float, float]]]) -> None:
        """Take other surfaces, each with red, green, blue, opacity; translucent ones last."""
        if not self._current():
            return
        for old in self._pieces:
            old.buffer.destroy()
        self._pieces = []
        for surface, colour in surfaces:
            corners = surface.triangles.reshape(-1)
            packed: npt.NDArray[np.float32] = np.ascontiguousarray(
                np.concatenate([surface.points[corners], surface.normals[corners]], axis=1), np.float32
            )
            buffer = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
            buffer.create()
            buffer.bind()
            buffer.allocate(packed.tobytes(), packed.nbytes)
            buffer.release()
            self._pieces.append(SurfaceBuffers(buffer, len(corners), colour))
        self._context.doneCurrent()

    def picture(
        self, size: QSize, turn: QMatrix4x4, project: QMatrix4x4, *, moving: bool = False
    ) -> QImage | None:
        """Draw; None where OpenGL failed.

        Args:
            size: in device pixels.
            turn: from LPS mm to the eye.
            project: from the eye to the picture.
            moving: quickly, with rough edges.
        """
        program = self._program
        if program is None or not self._current():
            return None
        target = self._buffer(size, 0 if moving else SAMPLES)
        target.bind()
        gl = self._context.functions()
        gl.glViewport(0, 0, size.width(), size.height())
        gl.glClearColor(0.0, 0.0, 0.0, 1.0)
        gl.glClear(GL_COLOUR_BIT | GL_DEPTH_BIT)
        gl.glEnable(GL_DEPTH_TEST)
        # Of what is translucent only the side towards the eye is seen.
        gl.glEnable(GL_CULL_FACE)
        gl.glEnable(GL_BLEND)
        gl.glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA)
        program.bind()
        program.setUniformValue(program.uniformLocation("turn"), turn)
        program.setUniformValue(program.uniformLocation("project"), project)
        for piece in self._pieces:
            self._draw(program, piece)
        program.release()
        picture = target.toImage()
        target.release()
        self._context.doneCurrent()
        return picture

    def _draw(self, program: QOpenGLShaderProgram, piece: SurfaceBuffers) -> None:
        red, green, blue, opacity = piece.colour
        program.setUniformValue(program.uniformLocation("colour"), red, green, blue, opacity)
        piece.buffer.bind()
        for name, offset in (("place", 0), ("facing", STRIDE // 2)):
            at = program.attributeLocation(name)
            program.enableAttributeArray(at)
            program.setAttributeBuffer(at, GL_FLOAT, offset, 3, STRIDE)
        self._context.functions().glDrawArrays(GL_TRIANGLES, 0, piece.count)
        piece.buffer.release()

    def _begin(self) -> bool:
        if not self._context.create():
            return False
        self._place.setFormat(self._context.format())
        self._place.create()
        if not self._place.isValid() or not self._current():
            return False
        program = QOpenGLShaderProgram()
        made = (
            program.addShaderFromSourceCode(QOpenGLShader.ShaderTypeBit.Vertex, VERTEX)
            and program.addShaderFromSourceCode(QOpenGLShader.ShaderTypeBit.Fragment, FRAGMENT)
            and program.link()
        )
        self._program = program if made else None
        self._context.doneCurrent()
        return bool(made)

    def _current(self) -> bool:
        return self._context.isValid() and self._context.makeCurrent(self._place)

    def _buffer(self, size: QSize, samples: int) -> QOpenGLFramebufferObject:
        known = self._target
        if known is None or known.size() != size or (known.format().samples() > 0) != (samples > 0):
            look = QOpenGLFramebufferObjectFormat()
            look.setAttachment(QOpenGLFramebufferObject.Attachment.Depth)
            look.setSamples(samples)
            self._target = known = QOpenGLFramebufferObject(size, look)
        return known

    def close(self) -> None:
        """Give the buffers back."""
        if self._current():
            for piece in self._pieces:
                piece.buffer.destroy()
            self._pieces = []
            self._target = None
            self._program = None
            self._context.doneCurrent()
        self._place.destroy()
        self.ready = False


def eye(turned: tuple[float, float], middle: npt.ArrayLike, distance: float) -> QMatrix4x4:
    """From LPS mm to the eye: from the front, head up, then turned to the side and up, degrees."""
    matrix = QMatrix4x4()
    matrix.translate(0.0, 0.0, -distance)
    matrix.rotate(turned[1], QVector3D(1, 0, 0))
    matrix.rotate(turned[0], QVector3D(0, 1, 0))
    # From the front: left of the patient to the right, superior up, anterior towards the eye.
    matrix *= QMatrix4x4(1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1)
    x, y, z = np.asarray(middle, dtype=float)
    matrix.translate(-x, -y, -z)
    return matrix
