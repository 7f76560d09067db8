"""One pane: paints a composed slice with its annotations and forwards events to models and tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxstage_core.reading import Box
from cxstage_gui.viewer.annotations import Caption, paint_annotations
from cxstage_gui.viewer.drag import BUTTONS, KEYS, POINTERS, ActiveDrag, paint_region, window_of
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.image_part import draw_part, rectangle_of
from cxstage_gui.viewer.marks import paint_cursor, paint_shapes, region_of
from cxstage_gui.viewer.models.drags import drag_for, zoom_factor
from cxstage_gui.viewer.models.orientation import edges, position_text
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.models.presets import Preset
from cxstage_gui.viewer.models.tools import Button, Drag, Key, Pointer, ToolSpec
from cxstage_gui.viewer.models.tools.registry import TOOLS
from cxstage_gui.viewer.models.transform import PaneTransform, Point
from cxstage_gui.viewer.models.window_level import WindowLevel

REST_MS = 140
REACH_PX = 7.0
WHEEL_STEP = 120
FAST = 5
Paint = Callable[[QPainter, "SliceView"], None]
Handler = Callable[[str, "SliceView", Pointer], bool]
"""Takes "press", "move" or "release", the pane and the place; False leaves the event to the pane."""


class SliceView(QWidget):
    """Shows a `PaneModel`; with a `Drawing` it can be drawn on.

    Signals:
        index_changed: another slice is shown.
        pointed: the linked cursor was put on slice, row, column.
        window_changed: level or width changed.
        transformed: zoom or pan changed by hand.
        resized: the pane has another size.
        maximise_wanted: a double click asks for this pane alone.
    """

    index_changed = Signal(int)
    pointed = Signal(int, float, float)
    window_changed = Signal()
    transformed = Signal()
    resized = Signal()
    maximise_wanted = Signal()

    def __init__(self, name: str, drawing: Drawing | None = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.drawing = drawing
        self.model: PaneModel | None = None
        self.transform = PaneTransform((1.0, 1.0), 1.0, (0.0, 0.0), (1.0, 1.0))
        self.caption: tuple[str, str] = ("", "")
        self.annotated = True
        self.crosshair = True
        self.cursor_at: tuple[int, float, float] | None = None
        self.colour = QColor("white")
        self.smooth = True
        self.preset = Preset.ITK_SNAP
        self._region_wanted = False
        self._marks: list[Paint] = []
        self._grabbed: Handler | None = None
        self._fitted = True
        self._dragging: ActiveDrag | None = None
        self._mouse: Point | None = None
        self._followed = QRect()
        self._wheel = 0
        self._smooth = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._at_rest)
        if drawing is not None:
            drawing.marked.connect(self.update)
            drawing.equipped.connect(self._shape_pointer)
        self._shape_pointer()

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(560, 560)

    # -- what is shown

    def show_model(self, model: PaneModel | None, caption: tuple[str, str] = ("", "")) -> None:
        """Show another image, fitted into the pane.

        Args:
            caption: pseudonym and name of the series.
        """
        self.model = model
        self.caption = caption
        self.cursor_at = None
        self.setProperty("showsImage", model is not None)
        self._fit()

    @property
    def fitted(self) -> bool:
        """True if the whole slice is shown, whatever the size of the pane."""
        return self._fitted

    @property
    def index(self) -> int:
        """The slice that is shown."""
        return 0 if self.model is None else self.model.index

    def show_slice(self, index: int) -> None:
        """Show a slice; beyond the ends, the last."""
        if self.model is None:
            return
        before = self.model.index
        self.model.index = index
        if self.model.index != before:
            self._moving()
            self.index_changed.emit(self.model.index)

    def labels_changed(self, index: int, box: Box | None = None) -> None:
        """Labels changed in a slice; only what looks different is painted."""
        changed = None if self.model is None else self.model.labels_changed(index, box)
        if changed is not None:
            self.update(rectangle_of(self.transform, changed))

    def point_at(self, index: int, row: float, column: float) -> None:
        """Show the linked cursor, and its slice."""
        self.cursor_at = (index, row, column)
        self.show_slice(index)
        self.update()

    def set_window(self, window: WindowLevel) -> None:
        """Show the image with this level and width."""
        if self.model is not None:
            self.model.window = window
            self.window_changed.emit()
            self.update()

    def fit(self) -> None:
        """Show the whole slice."""
        self._fit()
        self.transformed.emit()

    def look_at(self, row: float, column: float, scale: float) -> None:
        """Zoom to so many pane pixels per mm, with a point of the slice in the middle."""
        self._fitted = False
        self.transform = replace(self.transform, scale=scale, centre=(row, column))
        self._moving()

    def centre(self) -> None:
        """Bring the linked cursor, else the middle of the slice, to the middle of the pane."""
        if self.model is None:
            return
        rows, columns = self.model.shape
        at = self.cursor_at[1:] if self.cursor_at else ((rows - 1) / 2, (columns - 1) / 2)
        self._transformed(self.transform.centred(*at))

    def zoom(self, factor: float) -> None:
        """Zoom about the middle of the pane."""
        width, height = self._pane()
        self._transformed(self.transform.zoomed(factor, (width / 2, height / 2)))

    def add_marks(self, paint: Paint) -> None:
        """Paint something above the image whenever the pane is painted."""
        self._marks.append(paint)

    def grab_mouse(self, handler: Handler | None) -> None:
        """Send the left button to a handler before the tool; None sends it to the tool again."""
        self._grabbed = handler

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the changed part."""
        painter = QPainter(self)
        region = event.rect()
        painter.fillRect(region, Qt.GlobalColor.black)
        if self.model is None:
            return
        painter.setClipRect(region)
        model = self.model
        rows, columns = model.shape
        picture = model.picture
        image = QImage(picture.data, columns, rows, picture.strides[0], QImage.Format.Format_RGB32)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth and self.smooth)
        draw_part(painter, self.transform, image, region)
        self._paint_marks(painter)
        if self.annotated:
            paint_annotations(painter, self.transform, edges(model.grid), self._words())

    def _paint_marks(self, painter: QPainter) -> None:
        drawing = self.drawing
        if self.crosshair and self.cursor_at is not None and not self._draws:
            paint_cursor(painter, self.transform, self.cursor_at[1:])
        if self._dragging is not None:
            paint_region(painter, self._dragging)
        for paint in self._marks:
            paint(painter, self)
        if drawing is not None:
            self._paint_tool(painter, drawing)

    def _paint_tool(self, painter: QPainter, drawing: Drawing) -> None:
        if drawing.ready:
            index = self.index
            shapes = drawing.tool.shapes(index, self._mouse_at, drawing.surface(index))
            paint_shapes(painter, self.transform, shapes, self.colour)

    def _words(self) -> Caption:
        model = self.model
        if model is None:
            return Caption()
        slices = self.tr("Slice {number} / {count}").format(
            number=model.index + 1, count=model.grid.size[0]
        )
        window = model.window
        width = _figure(window.width)
        return Caption(
            self.caption,
            (slices, position_text(model.grid, model.index)),
            (self.tr("W {width}  L {level}").format(width=width, level=_figure(window.level)),),
        )

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag of the pane, or pass the event to the tool."""
        if self.model is None or self._dragging is not None:
            return
        button = BUTTONS.get(event.button())
        if button is None:
            return
        if button == Button.LEFT and self._to_grabber("press", event.position()):
            return
        keys = event.modifiers()
        drag = drag_for(
            button,
            self._tool,
            ctrl=bool(keys & Qt.KeyboardModifier.ControlModifier),
            alt=bool(keys & Qt.KeyboardModifier.AltModifier),
            shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
            preset=self.preset,
        )
        if self._region_wanted and button == Button.LEFT:
            drag = Drag.REGION
        at = event.position()
        if drag is not None:
            self._dragging = ActiveDrag(drag, event.button(), at, at, self.model.window, self.transform)
            if drag == Drag.CURSOR:
                self._point(at)
        elif self.drawing is not None:
            twice = event.type() == QEvent.Type.MouseButtonDblClick
            self.drawing.press(self._pointer(at, button, twice=twice))
        elif button == Button.LEFT:
            self._dragging = ActiveDrag(
                Drag.CURSOR, event.button(), at, at, self.model.window, self.transform
            )
            self._point(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Continue a drag, or pass the event to the tool."""
        if self.model is None:
            return
        at = event.position()
        self._mouse = (at.x(), at.y())
        if self._dragging is not None and not event.buttons() & self._dragging.button:
            self._dragging = None  # released outside the window
        if self._dragging is None and self._to_grabber("move", at):
            return
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if self._dragging is not None:
            self._drag(self._dragging, at)
        elif shift and self.preset == Preset.SLICER and not event.buttons():
            self._point(at)
        elif self.drawing is not None:
            held = next((b for q, b in BUTTONS.items() if event.buttons() & q), Button.NONE)
            self.drawing.move(self._pointer(at, held))
        self._follow()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag or a stroke."""
        if event.button() == Qt.MouseButton.LeftButton and self._to_grabber(
            "release", event.position()
        ):
            return
        if self._dragging is not None:
            if event.button() == self._dragging.button:
                held, self._dragging = self._dragging, None
                if held.drag == Drag.REGION:
                    self._window_of(held)
        elif self.drawing is not None and self.model is not None and event.button() in BUTTONS:
            self.drawing.release(self._pointer(event.position(), BUTTONS[event.button()]))
            self._follow()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for this pane alone in the 3D Slicer preset, unless the tool draws; else press again."""
        left = event.button() == Qt.MouseButton.LeftButton
        if self.preset == Preset.SLICER and left and not self._draws:
            self.maximise_wanted.emit()
        else:
            self.mousePressEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Set the size of the brush from a pen's pressure; the rest of a pen is a mouse."""
        if self.drawing is not None:
            lifted = event.type() == QEvent.Type.TabletRelease
            self.drawing.brush.pressure = None if lifted else event.pressure() or None
        event.ignore()  # so that the mouse events come

    def want_region(self) -> None:
        """Take the window from the region that the next drag with the left button marks."""
        self._region_wanted = True
        self.setCursor(Qt.CursorShape.CrossCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll slices; with Shift change the brush size; with Ctrl zoom."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        self._wheel += turned
        steps = int(self._wheel / WHEEL_STEP)
        self._wheel -= steps * WHEEL_STEP
        event.accept()
        if steps == 0:
            return
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            at = event.position()
            self._transformed(self.transform.zoomed(1.15**steps, (at.x(), at.y())))
        elif keys & Qt.KeyboardModifier.ShiftModifier and self._has_tip:
            if self.drawing is not None:
                self.drawing.grow_brush(steps)
        else:
            fast = FAST if keys & Qt.KeyboardModifier.ShiftModifier else 1
            self.step_slices(steps * fast)

    def step_slices(self, steps: int) -> None:
        """Show the slice that many steps further; not during a stroke."""
        if self.drawing is None or not self.drawing.busy:
            self.show_slice(self.index + steps)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass keys to the active tool."""
        key = KEYS.get(Qt.Key(event.key()))
        if key is None or self.drawing is None:
            super().keyPressEvent(event)
            return
        if key == Key.RETURN and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            key = Key.CTRL_RETURN
        self.drawing.key(key, self.index)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what follows the mouse."""
        at = event.position()
        self._mouse = (at.x(), at.y())
        self._follow()

    def leaveEvent(self, _event: QEvent) -> None:
        """Hide what follows the mouse."""
        self._mouse = None
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep a fitted slice fitted."""
        if self._fitted:
            self._fit()
        else:
            self.transform = self.transform.resized(self._pane())
        self.resized.emit()

    # -- parts

    def _fit(self) -> None:
        self._fitted = True
        if self.model is not None:
            self.transform = PaneTransform.fit(self.model.shape, self.model.spacing, self._pane())
        self.update()

    @property
    def _tool(self) -> ToolSpec:
        return TOOLS["cursor"] if self.drawing is None else self.drawing.tool_spec

    def _pane(self) -> Point:
        return float(self.width()), float(self.height())

    def _pointer(self, at: QPointF, button: Button, *, twice: bool = False) -> Pointer:
        row, column = self.transform.to_image(at.x(), at.y())
        return Pointer(self.index, row, column, button, REACH_PX / self.transform.scale, twice)

    @property
    def mouse(self) -> Pointer | None:
        """The mouse on the slice, None when it is not over the pane."""
        if self.model is None or self._mouse is None:
            return None
        return self._pointer(QPointF(*self._mouse), Button.NONE)

    @property
    def _mouse_at(self) -> Point | None:
        return None if self._mouse is None else self.transform.to_image(*self._mouse)

    @property
    def _has_tip(self) -> bool:
        return self.drawing is not None and self.drawing.tool.has_tip

    @property
    def _draws(self) -> bool:
        return self.drawing is not None and self.drawing.tool_spec.draws

    def _to_grabber(self, what: str, at: QPointF) -> bool:
        """Return True if the handler that grabbed the left button took the event."""
        if self._grabbed is None or self.model is None:
            return False
        return self._grabbed(what, self, self._pointer(at, Button.LEFT))

    def _point(self, at: QPointF) -> None:
        row, column = self.transform.to_image(at.x(), at.y())
        self.pointed.emit(self.index, row, column)

    def _drag(self, held: ActiveDrag, at: QPointF) -> None:
        moved, step = at - held.start, at - held.last
        held.last = at
        if held.drag == Drag.WINDOW and self.model is not None:
            own = self.model.auto_window.width
            self._moving()
            self.set_window(held.window.dragged(moved.x(), moved.y(), own))
        elif held.drag == Drag.ZOOM:
            about = (held.start.x(), held.start.y())
            self._transformed(held.transform.zoomed(zoom_factor(moved.y()), about))
        elif held.drag == Drag.PAN:
            self._transformed(self.transform.panned(step.x(), step.y()))
        elif held.drag == Drag.CURSOR:
            self._point(at)
        elif held.drag == Drag.REGION:
            self.update()

    def _window_of(self, held: ActiveDrag) -> None:
        """Take level and width from the grey values in the dragged rectangle."""
        self._region_wanted = False
        self._shape_pointer()
        window = None if self.model is None else window_of(held, self.model, self.transform)
        if window is not None:
            self.set_window(window)
        self.update()

    def _transformed(self, transform: PaneTransform) -> None:
        self._fitted = False
        self.transform = transform
        self.transformed.emit()
        self._moving()

    def _moving(self) -> None:
        self._smooth = False
        self._rest.start()
        self.update()

    def _at_rest(self) -> None:
        self._smooth = True
        self.update()

    def _follow(self) -> None:
        """Paint again what follows the mouse, where it was and where it is."""
        if self.drawing is None or self.model is None:
            return
        now, at, index = QRect(), self._mouse_at, self.index
        if at is not None and self.drawing.ready:
            moving = self.drawing.tool.moving_shapes(index, at, self.drawing.surface(index))
            now = region_of(self.transform, moving).toAlignedRect()
        if not now.isEmpty():
            self.update(now)
        if not self._followed.isEmpty():
            self.update(self._followed)
        self._followed = now

    def _shape_pointer(self) -> None:
        shape = "arrow" if self.drawing is None else self.drawing.tool.shape
        self.setCursor(POINTERS.get(shape, Qt.CursorShape.ArrowCursor))


def _figure(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.3g}"
