using System.Buffers.Binary;

namespace RouteGen.Serving;

// Received frames. Called by the owner, and each under Gate. An error of the connection ends it (Fail).
internal sealed partial class Http2Conn
{
    private const int SettingBytes = 6;

    private bool _hasServed;
    private bool _hasBegun;
    private bool _mustLogFlood;
    private Http2Flood _flood;

    /// <summary>The bytes that a client of HTTP/2 sends first (RFC 9113 section 3.4).</summary>
    internal static ReadOnlySpan<byte> PrefaceBytes => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    private bool IsDataNext => _input.Count > 3 && _input.Unread[3] == (byte)Http2Frame.Data && _state == State.Open;

    // Sends the settings of this side, which need not wait for those of the client.
    private void Begin()
    {
        _hasBegun = true;
        lock (Gate)
        {
            Span<byte> settings = stackalloc byte[4 * SettingBytes];
            WriteSetting(settings, 0, Http2Setting.MaxConcurrentStreams, Http2Limits.StreamsMax);
            WriteSetting(settings, 1, Http2Setting.InitialWindowSize, Http2Limits.StreamWindowBytes);
            WriteSetting(settings, 2, Http2Setting.MaxHeaderListSize, Limits.HeadBytesMax);
            WriteSetting(settings, 3, Http2Setting.MaxFrameSize, Http2Limits.FrameBytesMax);
            WriteFrame(Http2Frame.Settings, 0, 0, settings);
            WriteFrame(Http2Frame.WindowUpdate, 0, Http2Limits.ConnWindowBytes - 65_535);
            var now = Environment.TickCount64;
            _lastActive = now;
            _settingsDeadline = now + Limits.HeadMs;
            _prefaceDeadline = now + Limits.HeadMs;
            if (_conn.Tls is { } tls && !TlsSuites.AreAdequate(tls)) Fail(Http2Error.InadequateSecurity);
        }
    }

    private static void WriteSetting(Span<byte> settings, int index, Http2Setting setting, int value)
    {
        BinaryPrimitives.WriteInt16BigEndian(settings[(index * SettingBytes)..], (short)setting);
        BinaryPrimitives.WriteInt32BigEndian(settings[((index * SettingBytes) + 2)..], value);
    }

    private void HandleInput()
    {
        HandleFrames();
        if (!_mustLogFlood) return;
        _mustLogFlood = false;
        Host.LogOf("A client sent too many frames that cause work; its connection is closed.", _conn.RemoteEndPoint, null, null);
    }

    private void HandleFrames()
    {
        lock (Gate)
        {
            if (_state == State.Preface && !TryTakePreface()) return;
            while (_state < State.Closing && _input.Count >= FrameHeaderBytes)
            {
                var input = _input.Unread;
                var length = (input[0] << 16) | (input[1] << 8) | input[2];
                if (length > Http2Limits.FrameBytesMax)
                {
                    Fail(Http2Error.FrameSize);
                    return;
                }

                if (input.Length < FrameHeaderBytes + length) return;
                var id = BinaryPrimitives.ReadInt32BigEndian(input[5..]) & int.MaxValue;
                Handle((Http2Frame)input[3], input[4], id, input.Slice(FrameHeaderBytes, length));
                _input.Consume(FrameHeaderBytes + length);
                if (_output.Count > OutputBytesMax + Http2Limits.ControlBytesMax) CalmDown();
            }
        }
    }

    private bool TryTakePreface()
    {
        var input = _input.Unread;
        var count = Math.Min(input.Length, PrefaceBytes.Length);
        if (!input[..count].SequenceEqual(PrefaceBytes[..count]))
        {
            Fail(Http2Error.Protocol);
            return false;
        }

        if (count < PrefaceBytes.Length) return false;
        _input.Consume(count);
        _state = State.Settings;
        return true;
    }

    private void Handle(Http2Frame type, int flags, int id, ReadOnlySpan<byte> payload)
    {
        // RFC 9113 section 3.4: SETTINGS comes first. Section 6.10: nothing comes between the frames of a head.
        if (_state == State.Settings && (type != Http2Frame.Settings || (flags & Http2Flags.Ack) != 0)
            || _isInBlock && (type != Http2Frame.Continuation || id != _blockId))
        {
            Fail(Http2Error.Protocol);
            return;
        }

        if (!_flood.TryCount(type, flags, payload.Length))
        {
            CalmDown();
            return;
        }

        switch (type)
        {
            case Http2Frame.Data:
                OnData(flags, id, payload);
                break;
            case Http2Frame.Headers:
                OnHeaders(flags, id, payload);
                break;
            case Http2Frame.Priority:
                OnPriority(id, payload);
                break;
            case Http2Frame.RstStream:
                OnReset(id, payload);
                break;
            case Http2Frame.Settings:
                OnSettings(flags, id, payload);
                break;
            case Http2Frame.PushPromise:
                Fail(Http2Error.Protocol);
                break;
            case Http2Frame.Ping:
                OnPing(flags, id, payload);
                break;
            case Http2Frame.GoAway:
                if (id != 0) Fail(Http2Error.Protocol);
                else if (payload.Length < 8) Fail(Http2Error.FrameSize);
                else _isPeerGoingAway = true;
                break;
            case Http2Frame.WindowUpdate:
                if (payload.Length != 4) Fail(Http2Error.FrameSize);
                else OnWindowUpdate(id, BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue);
                break;
            case Http2Frame.Continuation:
                OnContinuation(flags, payload);
                break;
            default:
                // RFC 9113 section 4.1: frames of unknown types are ignored.
                break;
        }
    }

    private void OnSettings(int flags, int id, ReadOnlySpan<byte> payload)
    {
        if (id != 0)
        {
            Fail(Http2Error.Protocol);
            return;
        }

        if ((flags & Http2Flags.Ack) != 0)
        {
            if (payload.Length != 0) Fail(Http2Error.FrameSize);
            else _settingsDeadline = 0;
            return;
        }

        if (payload.Length % SettingBytes != 0)
        {
            Fail(Http2Error.FrameSize);
            return;
        }

        for (; !payload.IsEmpty; payload = payload[SettingBytes..])
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(payload[2..]);
            if (Apply((Http2Setting)BinaryPrimitives.ReadUInt16BigEndian(payload), value) is { } error)
            {
                Fail(error);
                return;
            }
        }

        WriteFrame(Http2Frame.Settings, Http2Flags.Ack, 0, default);
        if (_state != State.Settings) return;
        _state = State.Open;
        if (Host.IsClosingConns) BeginGoAway();
    }

    private Http2Error? Apply(Http2Setting setting, uint value)
    {
        switch (setting)
        {
            case Http2Setting.HeaderTableSize:
                _encoder.SetTableSize(value);
                return null;
            case Http2Setting.EnablePush:
                return value > 1 ? Http2Error.Protocol : null;
            case Http2Setting.InitialWindowSize:
                return value <= int.MaxValue && TryChangeInitialWindow(value) ? null : Http2Error.FlowControl;
            case Http2Setting.MaxFrameSize:
                if (value is < 16 * 1024 or > 0xFF_FFFF) return Http2Error.Protocol;
                // Larger frames would only delay other streams.
                _peerFrameBytesMax = 16 * 1024;
                return null;
            default:
                return null;
        }
    }

    private void OnPing(int flags, int id, ReadOnlySpan<byte> payload)
    {
        if (id != 0) Fail(Http2Error.Protocol);
        else if (payload.Length != 8) Fail(Http2Error.FrameSize);
        else if ((flags & Http2Flags.Ack) == 0) WriteFrame(Http2Frame.Ping, Http2Flags.Ack, 0, payload);
    }

    private void OnPriority(int id, ReadOnlySpan<byte> payload)
    {
        if (id == 0) Fail(Http2Error.Protocol);
        else if (payload.Length != 5) Refuse(id, Http2Error.FrameSize);
        else if (DependsOnItself(id, payload)) Refuse(id, Http2Error.Protocol);
    }

    private static bool DependsOnItself(int id, ReadOnlySpan<byte> priority) =>
        (BinaryPrimitives.ReadInt32BigEndian(priority) & int.MaxValue) == id;

    // An error of a stream that may be idle. RFC 9113 section 6.4: RST_STREAM must not be sent for an idle stream.
    private void Refuse(int id, Http2Error error)
    {
        if (Find(id) is { } stream) ResetForError(stream, error);
        else if (id > _lastId) Fail(error);
        else WriteReset(id, error);
    }

    private void OnReset(int id, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 4)
        {
            Fail(Http2Error.FrameSize);
            return;
        }

        if (id == 0 || id > _lastId)
        {
            Fail(Http2Error.Protocol);
            return;
        }

        if (Find(id) is not { IsReset: false } stream) return;
        stream.HasPeerEnded = true;
        Lose(stream);
        if (!_flood.TryCountReset()) CalmDown();
    }

    private void OnData(int flags, int id, ReadOnlySpan<byte> payload)
    {
        var frameLength = payload.Length;
        if (id == 0 || !TryStripPadding(flags, ref payload))
        {
            Fail(Http2Error.Protocol);
            return;
        }

        if ((_connReceiveWindow -= frameLength) < 0)
        {
            Fail(Http2Error.FlowControl);
            return;
        }

        // Padding, and data that no handler will read, are returned to the window at once.
        if (Find(id) is not { IsReset: false } stream)
        {
            ReturnConnWindow(frameLength);
            if (id > _lastId) Fail(Http2Error.Protocol);
            else if (Find(id) is null && !WasReset(id)) Fail(Http2Error.StreamClosed);
            return;
        }

        if (stream.HasPeerEnded)
        {
            ReturnConnWindow(frameLength);
            ResetForError(stream, Http2Error.StreamClosed);
            return;
        }

        if (frameLength > stream.ReceiveWindow)
        {
            ReturnConnWindow(frameLength);
            ResetForError(stream, Http2Error.FlowControl);
            return;
        }

        stream.ReceiveWindow -= frameLength;
        stream.ReturnPadding(frameLength - payload.Length);
        stream.AddData(payload);
        if (stream.DeclaredLength >= 0 && stream.Received > stream.DeclaredLength) ResetForError(stream, Http2Error.Protocol);
        else if ((flags & Http2Flags.EndStream) != 0) EndBody(stream);
        else if (!payload.IsEmpty) stream.WakeReaderLocked();
    }

    // RFC 9113 section 8.1.1: a declared length must be that of the data.
    private void EndBody(Http2Stream stream)
    {
        if (stream.DeclaredLength >= 0 && stream.Received != stream.DeclaredLength)
        {
            ResetForError(stream, Http2Error.Protocol);
            return;
        }

        stream.HasPeerEnded = true;
        stream.WakeReaderLocked();
    }

    private static bool TryStripPadding(int flags, ref ReadOnlySpan<byte> payload)
    {
        if ((flags & Http2Flags.Padded) == 0) return true;
        if (payload.IsEmpty || payload[0] >= payload.Length) return false;
        payload = payload[1..^payload[0]];
        return true;
    }

    private void CalmDown()
    {
        _mustLogFlood |= _failure is null;
        Fail(Http2Error.EnhanceYourCalm);
    }
}
