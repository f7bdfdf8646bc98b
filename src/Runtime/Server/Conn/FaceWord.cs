// Records in one word who is using a face. A handler may keep a face after its request has ended, but the state of the face is pooled and
// reused. So every use is recorded in the word, and sealing the word at the end of the request prevents further uses:
//
//   0 --claim--> Busy --release--> 0 --seal--> Sealed
//                 \--seal--> Busy|Sealed --release--> Sealed, and the connection is notified
//
// *Busy* is exclusive: a write, a flush or a read. *Visits* are short calls that several threads may make at the same time, such as setting
// a time limit. *Sealed* is final. If a face is in use when its request ends, that counts as an operation of the connection. The last user
// ends the operation, and only then can the state be reused. *Taken* means that the connection was hijacked. It is final too, and the state
// is never pooled again.
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

    /// <summary>Begins an exclusive use. Returns false if another one is in progress, or the face is sealed or taken.</summary>
    internal bool TryClaim() => Interlocked.CompareExchange(ref _word, Busy, 0) == 0 || TryAdd(Busy, unless: Busy | Sealed | Taken);

    /// <summary>Ends an exclusive use. Returns true if the request has ended and this was the last use.</summary>
    internal bool Release() => Interlocked.CompareExchange(ref _word, 0, Busy) != Busy && Leave(Busy);

    /// <summary>Begins a visit. Returns false if the face is sealed or taken.</summary>
    internal bool TryVisit() => TryAdd(Visit, unless: Sealed | Taken);

    /// <summary>Ends a visit. Returns true if the request has ended and this was the last use.</summary>
    internal bool EndVisit() => Leave(Visit);

    /// <summary>
    /// Ends an exclusive use that has hijacked the connection, and marks the face as taken. Returns true if the request has ended.
    /// </summary>
    /// <param name="isLast">True if the request has ended and this was the last use.</param>
    internal bool Take(out bool isLast)
    {
        var word = Interlocked.Add(ref _word, Taken - Busy);
        isLast = word == (Sealed | Taken);
        return (word & Sealed) != 0;
    }

    /// <summary>
    /// Seals the face. If it is in use, that counts as an operation of the connection until the last use has ended.
    /// </summary>
    internal void Seal(ServedConn conn)
    {
        // The face is usually sealed when the handler returns, so the second call, at the end of the request, needs no locked instruction.
        if (Volatile.Read(ref _word) != Sealed && Interlocked.CompareExchange(ref _word, Sealed, 0) != 0) SealUsed(conn);
    }

    // The loop repeats only if another thread began or ended a use.
    private void SealUsed(ServedConn conn)
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
