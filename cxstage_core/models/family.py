"""One network family: its name, its source, and the sizes that it takes."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.errors import ModelError

SMALLEST_INPUT_PX = 32


@dataclass(frozen=True, slots=True)
class Family:
    """One network family and what its entry and exit layers are called.

    Args:
        key: the architecture's name in its library, such as "hrnet_w32".
        title: the name shown to people, such as "HRNet".
        source: "timm" or "torchvision".
        multiple: input height and width must be multiples of this.
        first_layer: the convolution that sees the image channels.
        last_layer: the layer that gives the class scores.
        more_last_layers: further ones, as in distilled networks.
        sized: True if the library must be given the input size when it builds the network, as for
            transformers with a position embedding; False if the network takes any size; None if
            that must be tried.
    """

    key: str
    title: str
    source: str
    first_layer: str
    last_layer: str
    multiple: int = 1
    more_last_layers: tuple[str, ...] = ()
    sized: bool | None = False

    @property
    def last_layers(self) -> tuple[str, ...]:
        """Every layer that gives class scores."""
        return (self.last_layer, *self.more_last_layers)

    def check_size(self, size_px: int) -> None:
        """Refuse an input size that this architecture cannot take.

        Raises:
            ModelError: too small, or not a multiple of what the architecture needs.
        """
        if size_px < SMALLEST_INPUT_PX:
            raise ModelError(
                "{title} cannot take images of {size} px.",
                remedy="Choose at least {least} px.",
                title=self.title,
                size=size_px,
                least=SMALLEST_INPUT_PX,
            )
        if size_px % self.multiple:
            below = size_px // self.multiple * self.multiple
            raise ModelError(
                "{title} cannot take images of {size} px: its size must be a multiple of {multiple}.",
                remedy="Choose {below} or {above} px.",
                title=self.title,
                size=size_px,
                multiple=self.multiple,
                below=max(below, SMALLEST_INPUT_PX),
                above=below + self.multiple,
            )
