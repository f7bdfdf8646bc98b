// The face word: records who is using the state of a face. The handler may keep the face for ever; the state is pooled, and serves another
// request when this one has ended. So every use is counted in one word of the face, and through the same word the end of the request shuts
// the face:
//
//   0 --claim--> Busy --release--> 0 --seal--> Sealed
//                 \--seal--> Busy|Sealed --release--> Sealed, and the connection is notified
//
// *Busy* is exclusive: a write, a flush, a read. *Visits* are short calls that any thread may make at the same time (time limits). Sealed
// is final. If a face is in use when its request ends, that counts as one operation of the connection, which the last user to leave ends;
// the state is not reused before. Taken means that the connection was hijacked: this is final too, and the state is never pooled again.
namespace RouteGen.Serving;

internal struct FaceWord
{
    private const int Busy = 1;
    private const int Sealed = 2;
    private const int Taken = 4;
    private const int Visit = 8;

    private int _word;

    /// <summary>True if the request has ended, so that no use of the face may begin.</summary>
    internal bool IsSealed => (Volatile.Read(ref _word) & (Sealed | Taken)) == Sealed;

    /// <summary>True if the connection was taken over (hijacked).</summary>
    internal bool IsTaken => (Volatile.Read(ref _word) & Taken) != 0;

    /// <summary>True while an exclusive use is in progress.</summary>
    internal bool IsBusy => (Volatile.Read(ref _word) & Busy) != 0;

    /// <summary>Begins an exclusive use. Returns false if another one is in progress, or the face is shut.</summary>
    internal bool TryClaim() => Interlocked.CompareExchange(ref _word, Busy, 0) == 0 || TryAdd(Busy, unless: Busy | Sealed | Taken);

    /// <summary>Ends an exclusive use. Returns true if the request has ended meanwhile and this was the last use.</summary>
    internal bool Release() => Interlocked.CompareExchange(ref _word, 0, Busy) != Busy && Leave(Busy);

    /// <summary>Begins a visit. Returns false if the face is shut.</summary>
    internal bool TryVisit() => TryAdd(Visit, unless: Sealed | Taken);

    /// <summary>Ends a visit. Returns true if the request has ended meanwhile and this was the last use.</summary>
    internal bool EndVisit() => Leave(Visit);

    /// <summary>
    /// Shuts the face because the holder of the claim has taken the connection over. Returns true if the request has ended meanwhile.
    /// </summary>
    /// <param name="isLast">True if the request has ended meanwhile and this was the last use.</param>
    internal bool Take(out bool isLast)
    {
        var word = Interlocked.Add(ref _word, Taken - Busy);
        isLast = word == (Sealed | Taken);
        return (word & Sealed) != 0;
    }

    /// <summary>
    /// Shuts the face for ever. If it is in use, that counts as an operation of the connection until the last user has left.
    /// </summary>
    internal void Seal(ServerConn conn)
    {
        // Most are sealed when their handler returns, and sealed already when the request ends: that costs no locked instruction.
        if (Volatile.Read(ref _word) != Sealed && Interlocked.CompareExchange(ref _word, Sealed, 0) != 0) SealUsed(conn);
    }

    // The loop repeats only if a use began or ended meanwhile.
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
