"""Lists, imports and constructs the parts of Python modules, in the Python that they belong to.

It is started with the request, a dict, as the global `request`, and writes what it found into $EVIDENCE: parts.json, a checklist of
the parts, and parts-figures.json, how long each took and how much memory it holds. Python 3.8 or later and its standard library;
nothing of the project is changed. Whatever goes wrong in a part is a line about that part, never a failure of this script.
"""
import collections.abc
import fnmatch
import gc
import importlib
import inspect
import json
import os
import pathlib
import pkgutil
import sys
import threading
import time
import traceback
import tracemalloc
import typing

MAX_WORDS = 300
items, figures, left_out = [], {}, []
done = threading.Lock()


def one_line(text, limit=MAX_WORDS):
    """The first line that says something, cut short."""
    lines = [line.strip() for line in str(text).splitlines() if line.strip()]
    first = lines[0] if lines else ""
    return first if len(first) <= limit else first[: limit - 1] + "…"


def cause_of(error, own):
    """Why something failed, in one line: the missing module, or the error and the line of the project where it arose."""
    try:
        words = one_line(error)
    except BaseException:  # its own __str__ fails
        words = ""
    if isinstance(error, ModuleNotFoundError) and error.name:
        top = error.name.split(".")[0]
        return f"there is no module {error.name}" if top == own else f"the Python module {error.name} is not installed"
    if isinstance(error, ImportError) and error.name:
        return f"it could not be imported: {words}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith("<rollout-gate")]
    where = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{': ' + words if words else ''}{where}"


def finish():
    """Writes both files and ends the process: threads that parts have started must not keep it."""
    folder = os.environ.get("EVIDENCE", "")
    benchmarks = [
        {"name": name, "unit": unit, "launches": [{"samples": [value]}]} for name, (value, unit) in figures.items()
    ]
    write(os.path.join(folder, "parts.json"), {"results": items, "left_out": left_out})
    write(os.path.join(folder, "parts-figures.json"), {"schema": "rollout-gate/benchmark/1", "benchmarks": benchmarks})
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass
    os._exit(0)


def write(path, content):
    """In one piece: a file that was begun must not be read as a whole one."""
    with open(path + ".part", "w", encoding="utf-8", errors="replace") as file:
        json.dump(content, file)
    os.replace(path + ".part", path)


def limited(name, work):
    """Does the work. When it takes too long the part is named as the one, and what was found so far is written."""

    def give_up():
        with done:
            seconds = request["limitMs"] / 1000
            items.append({"name": name, "passed": False, "error": f"it took more than {seconds:g} s; no part after it was tried"})
            finish()

    timer = threading.Timer(request["limitMs"] / 1000, give_up)
    timer.daemon = True
    timer.start()
    try:
        return work()
    finally:
        timer.cancel()
        done.acquire()
        done.release()


def tell(words):
    print(words, file=sys.stderr, flush=True)


def import_module(name):
    """The module, or None with an item that says why not."""
    own = name.split(".")[0]
    try:
        return limited(f"import {name}", lambda: importlib.import_module(name))
    except BaseException as error:
        items.append({"name": f"import {name}", "passed": False, "error": cause_of(error, own)})
        return None


def modules_of(name):
    """The module and, where it is a package, everything below it that is not left out."""
    module = import_module(name)
    if module is None:
        return []
    found = [module]
    if request["submodules"]:
        for info in sorted(pkgutil.iter_modules(getattr(module, "__path__", [])), key=lambda one: one.name):
            full = f"{name}.{info.name}"
            if info.name != "__main__" and not is_left_out(full):
                found += modules_of(full)
    return found


def resolve(reference):
    """What `module:name.of.something` means."""
    module, _, path = reference.partition(":")
    found = importlib.import_module(module)
    for step in filter(None, path.split(".")):
        found = getattr(found, step)
    return found


def matches(patterns, *names):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns for name in names)


def is_left_out(*names):
    return matches(request["except"], *names)


def no_part(cls):
    """Why a class is none that is constructed; empty for one that is."""
    if inspect.isabstract(cls):
        return "abstract: " + ", ".join(sorted(cls.__abstractmethods__)[:4]) + " is not implemented"
    if getattr(cls, "_is_protocol", False):
        return "a protocol"
    if issubclass(cls, BaseException):
        return "an exception"
    if "enum" in sys.modules and issubclass(cls, sys.modules["enum"].Enum):
        return "an enumeration"
    return "a typed dictionary" if hasattr(cls, "__total__") and issubclass(cls, dict) else ""


def parts_of(modules):
    """Name → class, of classes that the modules define themselves. Two of one name bear their modules."""
    base = resolve(request["base"]) if request["base"] else None
    classes, names = {}, collections.Counter()
    for module in modules:
        for name, cls in list(vars(module).items()):
            full = f"{module.__name__}.{name}"
            wanted = matches(request["match"], name, full) if request["match"] else not name.startswith("_")
            is_own = inspect.isclass(cls) and cls.__module__ == module.__name__ and cls.__qualname__ == name
            if not wanted or not is_own or is_left_out(name, full):
                continue
            if base is not None and (cls is base or not issubclass(cls, base)):
                continue
            why = no_part(cls)
            if why:
                left_out.append({"name": full, "why": why})
                tell(f"left out: {full} ({why})")
            else:
                classes[full] = cls
                names[name] += 1
    return {(full if names[cls.__name__] > 1 else cls.__name__): cls for full, cls in classes.items()}


def registered():
    """Name → class, factory or object, of what stands in the registry."""
    found = resolve(request["registry"])
    if callable(found) and not isinstance(found, (collections.abc.Mapping, collections.abc.Iterable)):
        found = found()
    if isinstance(found, collections.abc.Mapping):
        return {str(name): part for name, part in found.items() if not is_left_out(str(name))}
    named = [(getattr(part, "__name__", type(part).__name__), part) for part in found]
    return {name: part for name, part in named if not is_left_out(name)}


missing = object()


class Needed(Exception):
    """A part needs something that nobody gave."""


def value_of(given):
    """An argument as the config gives it: a plain value, `{$from: module:name}`, or `{$stand-in: true}`."""
    if isinstance(given, dict) and len(given) == 1:
        if "$from" in given:
            found = resolve(given["$from"])
            return found() if callable(found) else found
        if "$stand-in" in given:
            from unittest.mock import MagicMock

            return MagicMock()
    return given


def guess(annotation, own, depth):
    """A harmless value of an annotated type, or `missing`: nothing, empty, zero, or an object of the project's own."""
    origin = typing.get_origin(annotation) or annotation
    options = typing.get_args(annotation)
    if type(None) in options:
        return None
    if origin in (str, int, float, bool, bytes, list, dict, set, tuple, frozenset):
        return origin()
    if inspect.isclass(origin) and issubclass(origin, pathlib.PurePath):
        return pathlib.Path(".")
    abstract = {collections.abc.Mapping: {}, collections.abc.Sequence: (), collections.abc.Iterable: ()}
    if origin in abstract:
        return abstract[origin]
    if inspect.isclass(origin) and origin.__module__.split(".")[0] == own and depth < 2 and not no_part(origin):
        try:
            positional, named, _ = arguments_of(origin, {}, own, depth + 1)
            return origin(*positional, **named)
        except BaseException:
            return missing
    return missing


def arguments_of(part, given, own, depth=0):
    """Positional and named arguments, and what was made up. Raises Needed when some are still wanted."""
    if isinstance(given, list):
        return [value_of(one) for one in given], {}, []
    try:
        parameters = inspect.signature(part).parameters
    except (TypeError, ValueError):
        return [], {name: value_of(one) for name, one in given.items()}, []
    try:
        hints = typing.get_type_hints(part.__init__ if inspect.isclass(part) else part)
    except BaseException:
        hints = {}
    positional, named, guessed, needed = [], {}, [], []
    for name, parameter in parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if name in given:
            value = value_of(given[name])
        elif parameter.default is not parameter.empty:
            continue
        else:
            annotation = hints.get(name, parameter.annotation)
            value = guess(annotation, own, depth)
            if value is missing:
                kind = getattr(annotation, "__name__", "") if annotation is not parameter.empty else ""
                needed.append(f"{name} ({kind})" if kind else name)
                continue
            guessed.append(name)
        if parameter.kind is parameter.POSITIONAL_ONLY:
            positional.append(value)
        else:
            named[name] = value
    if needed:
        raise Needed(f"it needs {', '.join(needed)}: give them under arguments")
    takes_all = any(one.kind is one.VAR_KEYWORD for one in parameters.values())
    named.update({name: value_of(one) for name, one in given.items() if takes_all and name not in parameters})
    return positional, named, guessed


def given_for(name):
    """What the config gives a part: by its name, over what it gives to all by a pattern."""
    exact = request["arguments"].get(name)
    if isinstance(exact, list):
        return exact
    merged = {}
    for pattern, values in request["arguments"].items():
        if "*" in pattern and isinstance(values, dict) and fnmatch.fnmatchcase(name, pattern):
            merged.update(values)
    return {**merged, **(exact or {})}


def construct(name, part, own):
    """Makes one part and adds its item and figures. With `memory` it is made again, for what one more of it holds."""
    if not callable(part):
        items.append({"name": name, "passed": True, "details": "made when its module was imported"})
        return
    try:
        positional, named, guessed = arguments_of(part, given_for(name), own)
        started = time.perf_counter_ns()
        made = part(*positional, **named)
        took = time.perf_counter_ns() - started
        if inspect.iscoroutine(made):
            made.close()
            raise Needed("its factory is asynchronous, and nothing waits for it here")
        if made is None:
            raise Needed("its factory gave nothing")
        if request["memory"]:
            figures[f"memory/{name}"] = (memory_of(lambda: part(*positional, **named)), "B")
    except Needed as error:
        items.append({"name": name, "passed": False, "error": str(error)})
    except BaseException as error:
        items.append({"name": name, "passed": False, "error": cause_of(error, own)})
    else:
        figures[f"init/{name}"] = (took, "ns")
        details = {"details": "made up for it: " + ", ".join(guessed)} if guessed else {}
        items.append({"name": name, "passed": True, "duration_ms": took / 1e6, **details})


def memory_of(make):
    """Bytes that are held by one more object than before."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        made = make()  # kept until it is weighed
        gc.collect()
        held = tracemalloc.get_traced_memory()[0] - before
        del made
        return max(0, held)
    finally:
        tracemalloc.stop()


def main():
    started = time.perf_counter_ns()
    modules = [module for name in request["modules"] for module in modules_of(name)]
    figures["import"] = (time.perf_counter_ns() - started, "ns")
    own = request["modules"][0].split(".")[0]
    parts = {}
    try:
        parts = registered() if request["registry"] else parts_of(modules)
    except BaseException as error:
        what = "registry" if request["registry"] else "base"
        items.append({"name": f"{what} {request[what]}", "passed": False, "error": cause_of(error, own)})
    else:
        if not parts and all(item["passed"] for item in items):
            items.append({"name": "parts of " + ", ".join(request["modules"]), "passed": False, "error": nothing(modules)})
    for pattern in request["arguments"]:
        if not any(fnmatch.fnmatchcase(name, pattern) for name in parts):
            items.append({"name": f"arguments of {pattern}", "passed": False, "error": "no part has this name"})
    for name, part in parts.items():
        tell(f"part: {name}")
        limited(name, lambda name=name, part=part: construct(name, part, own))
    figures["init-total"] = (sum(value for name, (value, _) in figures.items() if name.startswith("init/")), "ns")
    with done:
        finish()


def nothing(modules):
    there = sorted({name for module in modules for name, cls in vars(module).items() if inspect.isclass(cls)})
    return "no part is in it; classes there: " + (", ".join(there[:12]) or "none")


main()
