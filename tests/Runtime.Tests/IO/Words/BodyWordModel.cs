// A request's body without a connection: its handler's flow (which sends the head, then completes), readers, somebody who closes it, and
// somebody who forwards it. Every operation on the real BodyWord is one step, and so is the use of the input.
//
// Checked: never two holders of the input; nothing is read behind a drain; after the flow's wait for its reader no read goes on and none
// begins; the one that is awaited says so, once (Interleavings fails when an actor waits for ever).
using RouteGen.IO;

namespace Runtime.Tests.IO;

internal sealed class BodyWordModel
{
    private readonly string _actors;
    private BodyWord _word;
    private int _holders;
    private int _told;
    private bool _isDrained;
    private bool _isOver;
    private bool _isClosedForHead;

    /// <param name="actors">r: reads twice; c: closes; f: forwards and reads; h: takes the connection over if it may; d: the head leaves,
    /// the handler completes.</param>
    internal BodyWordModel(string actors)
    {
        _actors = actors;
        _word.Reset(hasBody: true);
    }

    internal (IEnumerator<Func<bool>?>[] Actors, Action Check) Actors() => (_actors.Select(Actor).ToArray(), Check);

    private IEnumerator<Func<bool>?> Actor(char kind) => kind switch
    {
        'r' => Reader(forwards: false),
        'f' => Reader(forwards: true),
        'c' => Closer(),
        'h' => Hijacker(),
        _ => Flow(),
    };

    private IEnumerator<Func<bool>?> Reader(bool forwards)
    {
        if (forwards)
        {
            yield return null;
            _word.Forward();
        }

        for (var read = 0; read < 2; read++)
        {
            yield return null;
            if (!_word.TryBeginRead()) continue;
            Assert.False(_isDrained, "a read behind a drain");
            Assert.False(_isOver, "a read behind the end of the request");
            Assert.Equal(1, ++_holders);
            yield return null;
            Assert.Equal(1, _holders--);
            if (_word.EndRead()) _told++;
        }
    }

    private IEnumerator<Func<bool>?> Closer()
    {
        yield return null;
        _word.Close();
        Assert.False(_word.TryBeginRead(), "a read of a closed body");
    }

    private IEnumerator<Func<bool>?> Hijacker()
    {
        yield return null;
        if (!_word.TryClose()) yield break;
        Assert.Equal(0, _holders);
        Assert.False(_word.TryBeginRead(), "a read of a body whose connection was taken over");
    }

    private IEnumerator<Func<bool>?> Flow()
    {
        yield return null;
        _isClosedForHead = _word.TryCloseForHead();
        if (_isClosedForHead)
        {
            Assert.True(_word.IsClosed);
            foreach (var step in Drain()) yield return step;
        }

        yield return null;
        _word.Close();
        yield return null;
        if (_word.IsReading)
        {
            yield return null;
            if (_word.AwaitReader()) yield return () => _told == 1;
        }

        Assert.Equal(0, _holders);
        _isOver = true;
        foreach (var step in Drain()) yield return step;
        Assert.True(_isDrained, "nobody could drain the body at the end");
    }

    private IEnumerable<Func<bool>?> Drain()
    {
        yield return null;
        if (!_word.TryBeginDrain()) yield break;
        Assert.Equal(1, ++_holders);
        _isDrained = true;
        yield return null;
        Assert.Equal(1, _holders--);
        _word.EndDrain();
    }

    private void Check()
    {
        Assert.Equal(0, _holders);
        Assert.True(_told <= 1, "told twice");
        Assert.False(_word.IsReading);
        if (_actors.Contains('d', StringComparison.Ordinal)) Assert.True(_word.IsClosed);
    }
}
