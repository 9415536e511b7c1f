"""A model that answers from a script, for tests: without a network, and with a note of what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stemmata.llm.calls import Answer, Call, Status, Usage

NAME = "script"


class ScriptedModel:
    """Answers each call from a function, or with the next of some texts.

    Args:
        script: What answers a call, with its words or a whole answer; or the words of the answers, in order.

    Attributes:
        calls: What was asked, in order.

    Example:
        >>> from stemmata.llm.running import run
        >>> from stemmata.llm.asking import ask
        >>> from stemmata.schemas.instruction import Turn
        >>> call = Call("parse", "greet", (Turn("user", "Say hello."),))
        >>> run(ScriptedModel(["Hello."]), ask(call)).text
        'Hello.'
    """

    def __init__(self, script: Callable[[Call], str | Answer] | Iterable[str | Answer]) -> None:
        self.calls: list[Call] = []
        self._answer = script if callable(script) else None
        self._texts = iter(()) if callable(script) else iter(script)

    async def complete(self, call: Call) -> Answer:
        """Return the answer to a call.

        Raises:
            LookupError: The script has come to its end.
        """
        self.calls.append(call)
        if self._answer is not None:
            said = self._answer(call)
        else:
            found = next(self._texts, None)
            if found is None:
                raise LookupError(f"the script has no answer for the call {len(self.calls)}")
            said = found
        if isinstance(said, Answer):
            return said
        prompt = sum(len(turn.text.split()) for turn in call.messages)
        return Answer(Status.OK, said, model=NAME, usage=Usage(prompt, len(said.split())))
