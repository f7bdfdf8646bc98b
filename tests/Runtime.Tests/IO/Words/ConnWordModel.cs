// A connection without a socket: what the kernel knows, two threads that post events, and an owner that reads, writes, waits and
// releases. Every operation on the real ConnWord is one step, and so is every look at the kernel; the search takes every order
// of the steps and every choice of the owner, and remembers the states it has seen.
//
// Checked at every step: a turn is given only while nobody owns the connection; only somebody who waits is woken; no run of steps
// comes back to the same state (an owner that is told "try again" for ever without news). Checked where nothing can move any
// more: whoever waits has nothing to find, a free connection has nothing to read, and every lasting event was told to a turn
// or is pending for the next.
using System.Runtime.CompilerServices;
using RouteGen.IO;

namespace Runtime.Tests.IO;

internal sealed class ConnWordModel(Ready[] leader, ConnWordModel.Other other)
{
    private readonly Dictionary<State, bool> _onPath = [];

    /// <summary>What the second poster does, once.</summary>
    internal enum Other
    {
        Nothing,
        Stop,
        Deadline,
        HangUp,

        /// <summary>Marks the connection as ended, wakes whoever waits, and posts a hang-up.</summary>
        Cancel,

        /// <summary>Takes the connection if it is free, and else marks it as ended and posts a hang-up.</summary>
        TakeOrEnd,
    }

    private enum Side
    {
        Idle,
        Try,
        Found,
        Waits,
        Done,
    }

    /// <summary>How many states there were.</summary>
    internal int StateCount => _onPath.Count;

    /// <summary>Searches everything from a free and from an owned connection.</summary>
    internal void Check()
    {
        Visit(new State { WritesLeft = 2 });
        var owned = new State { WritesLeft = 2, Word = Unsafe.BitCast<ConnWord, int>(ConnWord.NewOwned) };
        foreach (var begun in BeginTurn(owned, Ready.None)) Visit(begun);
    }

    private void Visit(State state)
    {
        if (_onPath.TryGetValue(state, out var onPath))
        {
            Assert.False(onPath, $"the owner goes round in circles at {state}");
            return;
        }

        _onPath[state] = true;
        var moved = false;
        foreach (var next in Steps(state))
        {
            moved = true;
            Visit(next);
        }

        if (!moved) CheckEnd(state);
        _onPath[state] = false;
    }

    private void CheckEnd(State s)
    {
        var ended = s.Ended || s.Hung;
        if (s.Reader == Side.Waits) Assert.False(s.Data || ended, $"a reader sleeps through {s}");
        if (s.Writer == Side.Waits) Assert.False(s.Room || s.Ended, $"a writer sleeps through {s}");
        var known = s.Told | (Ready)s.Word;
        if (!s.Owned) Assert.True(s is { Data: false, Word: 0 }, $"nobody will read {s}");
        var lasting = leader.Aggregate(Ready.None, (all, one) => all | one) & (Ready.HangUp | Ready.Deadline | Ready.Stop);
        lasting |= other switch
        {
            Other.Stop => Ready.Stop,
            Other.Deadline => Ready.Deadline,
            Other.HangUp or Other.Cancel => Ready.HangUp,
            _ => Ready.None
        };
        Assert.True((lasting & ~known) == 0, $"{lasting} was told to nobody: {s}");
        Assert.True(s.Owned == (s.Reader != Side.Idle || s.Writer != Side.Idle));
    }

    private IEnumerable<State> Steps(State state)
    {
        foreach (var next in LeaderSteps(state)) yield return next;
        foreach (var next in OtherSteps(state)) yield return next;
        foreach (var next in ReaderSteps(state)) yield return next;
        foreach (var next in WriterSteps(state)) yield return next;

        if (!state.Owned || state.Reader != Side.Done || state.Writer is not (Side.Done or Side.Idle)) yield break;
        var pending = Word(ref state).TryRelease();
        if (pending == Ready.None)
        {
            state.Owned = false;
            state.Reader = state.Writer = Side.Idle;
            yield return state;
        }
        else
        {
            state.Owned = false;
            foreach (var next in BeginTurn(state, pending)) yield return next;
        }
    }

    private IEnumerable<State> LeaderSteps(State s)
    {
        if (s.LeaderAt == leader.Length * 2) return [];
        var events = leader[s.LeaderAt / 2];
        if (s.LeaderAt++ % 2 != 0) return Post(s, events);
        s.Data |= (events & Ready.Read) != 0;
        s.Room |= (events & Ready.Write) != 0;
        s.Hung |= (events & Ready.HangUp) != 0;
        s.Ended |= (events & Ready.Deadline) != 0;
        return [s];
    }

    private IEnumerable<State> OtherSteps(State s)
    {
        switch (other, s.OtherAt++)
        {
            case (Other.Stop, 0):
                return Post(s, Ready.Stop);
            case (Other.Deadline or Other.Cancel, 0):
                s.Ended = true;
                return [s];
            case (Other.Deadline, 1):
                return Post(s, Ready.Deadline);
            case (Other.HangUp, 0):
                s.Hung = true;
                return [s];
            case (Other.Cancel, 1):
                var woken = Word(ref s).Disarm(Waiters.Read | Waiters.Write);
                return [Wake(s, woken)];
            case (Other.TakeOrEnd, 0):
                if (Word(ref s).TryTake())
                {
                    s.OtherAt = 3;
                    return BeginTurn(s, Ready.None);
                }

                return [s];
            case (Other.TakeOrEnd, 1):
                s.Ended = true;
                return [s];
            case (Other.HangUp, 1) or (Other.Cancel or Other.TakeOrEnd, 2):
                return Post(s, Ready.HangUp);
            default:
                return [];
        }
    }

    private static IEnumerable<State> ReaderSteps(State s)
    {
        switch (s.Reader)
        {
            case Side.Try when s.Hung || s.Ended:
                s.Data = false;
                s.Reader = Side.Done;
                yield return s;
                break;
            case Side.Try:
                s.Reader = s.Data ? Side.Try : Side.Found;
                s.Data = false;
                yield return s;
                break;
            case Side.Found:
                var gone = s;
                gone.Reader = Side.Done;
                yield return gone;
                s.Reader = Word(ref s).ArmRead() ? Side.Waits : Side.Try;
                yield return s;
                break;
        }
    }

    // A hang-up is half of one, as a FIN is: writing goes on, and may have to wait.
    private static IEnumerable<State> WriterSteps(State s)
    {
        switch (s.Writer)
        {
            case Side.Try:
                s.Writer = s.Room || s.Ended ? Side.Done : Side.Found;
                s.Room = false;
                yield return s;
                break;
            case Side.Found:
                s.Writer = Word(ref s).ArmWrite() ? Side.Waits : Side.Try;
                yield return s;
                break;
        }
    }

    private static IEnumerable<State> Post(State s, Ready events)
    {
        var result = Word(ref s).Post(events);
        if (result.Turn == Ready.None) return [Wake(s, result.Woken)];
        Assert.Equal(Waiters.None, result.Woken);
        return BeginTurn(s, result.Turn);
    }

    private static State Wake(State s, Waiters woken)
    {
        if ((woken & Waiters.Read) != 0)
        {
            Assert.Equal(Side.Waits, s.Reader);
            s.Reader = Side.Try;
        }

        if ((woken & Waiters.Write) != 0)
        {
            Assert.Equal(Side.Waits, s.Writer);
            s.Writer = Side.Try;
        }

        return s;
    }

    private static IEnumerable<State> BeginTurn(State s, Ready reason)
    {
        Assert.False(s.Owned, "two owners");
        s.Owned = true;
        s.Told |= reason;
        s.Reader = Side.Try;
        s.Writer = Side.Idle;
        yield return s;
        if (s.WritesLeft == 0) yield break;
        s.WritesLeft--;
        s.Writer = Side.Try;
        yield return s;
    }

    private static ref ConnWord Word(ref State state) => ref Unsafe.As<int, ConnWord>(ref state.Word);

    private record struct State
    {
        // The bits of the ConnWord, so that states compare by value.
        internal int Word;
        internal bool Data;
        internal bool Room;
        internal bool Hung;
        internal bool Ended;
        internal bool Owned;
        internal Side Reader;
        internal Side Writer;
        internal int WritesLeft;
        internal int LeaderAt;
        internal int OtherAt;
        internal Ready Told;
    }
}
