// Who uses what a face stands on. The face is the handler's for ever; the state behind it is pooled, and goes to another request when this one
// has ended. So every use is counted in one word of the face, and by the same word the end of the request shuts the face:
//
//   0 --claim--> Busy --release--> 0 --seal--> Sealed
//                 \--seal--> Busy|Sealed --release--> Sealed, and the connection is told
//
// *Busy* is exclusive: a write, a flush, a read. *Visits* are short calls that any thread may make beside it (time limits). Sealed is final. A
// request that finds somebody inside when it ends counts one operation of its connection, which the last one to leave ends; until then the
// state is nobody else's. Taken says that the connection was hijacked: final too, and the state is never pooled again.
namespace RouteGen.Serving;

internal struct FaceWord
{
    private const int Busy = 1;
    private const int Sealed = 2;
    private const int Taken = 4;
    private const int Visit = 8;

    private int _word;

    /// <summary>Whether the request has ended, so that nobody may begin to use the face.</summary>
    internal bool IsSealed => (Volatile.Read(ref _word) & (Sealed | Taken)) == Sealed;

    /// <summary>Whether the connection was taken over.</summary>
    internal bool IsTaken => (Volatile.Read(ref _word) & Taken) != 0;

    /// <summary>Whether a claimed use goes on.</summary>
    internal bool IsBusy => (Volatile.Read(ref _word) & Busy) != 0;

    /// <summary>Begins an exclusive use; false: another one goes on, or the face is shut.</summary>
    internal bool TryClaim() => Interlocked.CompareExchange(ref _word, Busy, 0) == 0 || TryAdd(Busy, unless: Busy | Sealed | Taken);

    /// <summary>Ends an exclusive use; true: the request has ended meanwhile, and this was the last use.</summary>
    internal bool Release() => Interlocked.CompareExchange(ref _word, 0, Busy) != Busy && Leave(Busy);

    /// <summary>Begins a visit; false: the face is shut.</summary>
    internal bool TryVisit() => TryAdd(Visit, unless: Sealed | Taken);

    /// <summary>As <see cref="Release"/>, of a visit.</summary>
    internal bool EndVisit() => Leave(Visit);

    /// <summary>
    /// The holder of the claim has taken the connection over: shuts the face. True: the request has ended meanwhile.
    /// </summary>
    /// <param name="isLast">As the result of <see cref="Release"/>.</param>
    internal bool Take(out bool isLast)
    {
        var word = Interlocked.Add(ref _word, Taken - Busy);
        isLast = word == (Sealed | Taken);
        return (word & Sealed) != 0;
    }

    /// <summary>Shuts the face for ever. What is inside is counted as an operation of the connection, until it has left.</summary>
    internal void Seal(ServerConn conn)
    {
        if (Interlocked.CompareExchange(ref _word, Sealed, 0) != 0) SealUsed(conn);
    }

    // Each turn of the loop means that somebody has entered or left meanwhile.
    private void SealUsed(ServerConn conn)
    {
        while (true)
        {
            var word = Volatile.Read(ref _word);
            if ((word & Sealed) != 0) return;
            var isUsed = (word & ~Taken) != 0;
            if (isUsed) conn.BeginOperation();
            if (Interlocked.CompareExchange(ref _word, word | Sealed, word) == word) return;
            if (isUsed) conn.EndOperation();
        }
    }

    private bool TryAdd(int use, int unless)
    {
        while (true)
        {
            var word = Volatile.Read(ref _word);
            if ((word & unless) != 0) return false;
            if (Interlocked.CompareExchange(ref _word, word + use, word) == word) return true;
        }
    }

    private bool Leave(int use) => (Interlocked.Add(ref _word, -use) & ~Taken) == Sealed;
}
