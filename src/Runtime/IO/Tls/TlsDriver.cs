// Turns of a connection that carries TLS.
//
//   new --first bytes--> handshake --done--> open: turns go to the driver of the TlsConn
//   new or handshake --failed, or too late--> closed: the driver gets one turn, in which every read fails, and closes
//
// A new connection that sends nothing holds no buffer. The handshake is one suspended turn. Its computation counts as a handler, so that a
// slow handshake does not block other connections.
//
// The driver of an open connection gets no turn for a partial record, or for one without data. Nothing could be read, and a turn would
// extend the deadline, so a peer could keep the connection open for ever with an occasional byte. The driver gets another turn if its turn
// ended with Quiet although input had arrived, because no further event will report that input. This happens once between two reads, so a
// driver that does not want to read is not called again and again.
namespace RouteGen.IO;

internal sealed class TlsDriver(TlsConn tls, TlsAcceptor acceptor) : ConnDriver
{
    private readonly Conn _conn = tls.Below;
    private Phase _phase;

    // The deadline that the driver set before its first turn, and the instant at which the connection began.
    private long _driversDeadline;
    private long _begun;

    // Events that the driver must get in its next turn.
    private Ready _owed;

    // True if the driver's last turn left streams, which its next turn must not lose.
    private bool _hasStreams;

    private enum Phase : byte
    {
        Unseen,
        New,
        Handshake,
        Open,
    }

    internal override TurnEnd RunTurn(Ready ready)
    {
        switch (_phase)
        {
            case Phase.Open when (ready & Ready.Read) != 0 && (ready & ~(Ready.Read | Ready.Write)) == 0 && !_hasStreams
                && !tls.TryPrepare():
                return TurnEnd.Quiet;
            case Phase.Open:
                return Run(ready);
            case Phase.Handshake:
                return Begin(ready);
            default:
                return Gather(ready);
        }
    }

    internal override void OnTakenOver()
    {
        if (_phase == Phase.Open) tls.Driver?.OnTakenOver();
    }

    internal override void RunStreams(bool isQueued) => tls.Driver?.RunStreams(isQueued);

    internal override void OnPeerEnded() => tls.Driver?.OnPeerEnded();

    internal override bool TryEndInput() => tls.Driver is { } driver && driver.TryEndInput();

    internal override bool HasInputEnded => tls.Driver is { HasInputEnded: true };

    internal override bool IsGoodbye(ReadOnlySpan<byte> unread) => TlsRecord.IsGoodbye(unread);

    // Waits for the first bytes of the handshake, without holding a buffer.
    private TurnEnd Gather(Ready ready)
    {
        if (_phase == Phase.Unseen) BeginLimit();
        try
        {
            if ((ready & Ready.Stop) != 0) ShortenLimit();
            var count = tls.Wire.Fill();
            var bytes = tls.Wire.Unread;
            if (bytes.Length >= TlsRecord.HeaderBytes || (count == 0 && !bytes.IsEmpty)) return BeginHandshake();
            if (count == 0)
                return FailNew(new TransportException(TransportError.UnexpectedEof, "The peer closed the connection without a handshake."));
            if ((ready & Ready.Deadline) != 0)
                return FailNew(new TransportException(TransportError.TimedOut, "The peer did not begin the TLS handshake in time."));
            // A short read has emptied the socket, unless the peer has hung up.
            return count > 0 && (ready & Ready.HangUp) != 0 ? Gather(ready) : TurnEnd.Quiet;
        }
        catch (TransportException failure)
        {
            return FailNew(failure);
        }
    }

    private void BeginLimit()
    {
        _phase = Phase.New;
        _begun = _conn.TurnInstant;
        _driversDeadline = _conn.Deadline;
        _conn.SetDeadline(acceptor.HandshakeMs == 0 ? 0 : _begun + acceptor.HandshakeMs);
    }

    private void ShortenLimit()
    {
        var instant = Math.Max(_conn.TurnInstant + 1, _begun + acceptor.StopNewMs);
        if (_conn.Deadline == 0 || instant < _conn.Deadline) _conn.SetDeadline(instant);
    }

    private TurnEnd BeginHandshake()
    {
        _phase = Phase.Handshake;
        var entered = _conn.EnterHandler();
        var handshake = HandshakeAsync();
        var leads = _conn.ExitHandler(entered);
        if (leads && handshake.IsCompleted) return Begin(Ready.None);
        _ = ResumeAfterAsync(handshake);
        return TurnEnd.Suspended;
    }

    private async Task ResumeAfterAsync(Task handshake)
    {
        await handshake.ConfigureAwait(false);
        _conn.Resume();
    }

    // Never throws: a failure ends the connection.
    private async Task HandshakeAsync()
    {
        try
        {
            if (TlsRecord.LooksLikeRequest(tls.Wire.Unread)) await RefuseRequestAsync().ConfigureAwait(false);
            else await tls.AcceptAsync(acceptor).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    // Starts the driver after the handshake, whether it succeeded or failed. After a failure the driver's first read throws.
    private TurnEnd Begin(Ready ready)
    {
        _phase = Phase.Open;
        if (!tls.HasFailed)
        {
            _conn.SetDeadline(_driversDeadline);
            tls.Driver = acceptor.DriverOf(tls);
        }

        return Run(ready | Ready.Read);
    }

    private TurnEnd FailNew(TransportException failure)
    {
        _phase = Phase.Open;
        Fail(failure);
        return Run(Ready.Read | Ready.HangUp);
    }

    private void Fail(Exception failure)
    {
        tls.Fail(failure as TransportException ?? new TransportException(TransportError.Tls, "The TLS handshake failed.", failure));
        acceptor.OnFailed(tls, failure);
    }

    private TurnEnd Run(Ready ready)
    {
        ready |= _owed;
        _owed = Ready.None;
        var end = tls.Driver!.RunTurn(ready);
        _hasStreams = end == TurnEnd.Streams;
        // Streams that are ready run after the next turn.
        if (end is not (TurnEnd.Quiet or TurnEnd.Streams) || !tls.TakeUntoldInput()) return end;
        _owed = Ready.Read;
        return TurnEnd.Again;
    }

    // BEHAVIOUR S27: a client that sends an HTTP request gets an HTTP response. Its input is read for a short time, so that no reset
    // destroys the response.
    private async Task RefuseRequestAsync()
    {
        const int LingerMs = 500;
        _conn.TrySend("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"u8);
        _conn.ShutdownSend();
        _conn.SetDeadline(Environment.TickCount64 + LingerMs);
        Fail(new TransportException(TransportError.Tls, "The client sent an HTTP request to an HTTPS server."));
        var scratch = new byte[1024];
        try
        {
            while (true)
            {
                var count = _conn.TryReceive(scratch);
                if (count == 0) return;
                if (count == Conn.WouldBlock) await _conn.WaitReadableAsync().ConfigureAwait(false);
            }
        }
        catch (TransportException)
        {
            // The time limit has expired, or the client has left. The failure was already reported.
        }
    }
}
